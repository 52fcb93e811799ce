#include "engine/dicom/bytes.h"

#include <algorithm>

namespace lv {

Bytes::Bytes(const std::filesystem::path& path) : stream_(path, std::ios::binary) {
  stream_.seekg(0, std::ios::end);
  const auto end = stream_.tellg();
  readable_ = stream_.good() && end >= 0;
  size_ = readable_ ? static_cast<std::uint64_t>(end) : 0;
}

Bytes::Bytes(const Stretch& stretch) : memory_(stretch.memory) {
  if (memory_) {
    piece_ = std::span(*memory_).subspan(stretch.begin, stretch.size);
    size_ = stretch.size;
    return;
  }
  stream_.open(stretch.path, std::ios::binary);
  readable_ = stream_.good();
  stream_begin_ = stretch.begin;
  size_ = readable_ ? stretch.size : 0;
}

/// Lets piece_ hold what is wanted, as far as it is there.
void Bytes::fetch(std::uint64_t place, std::size_t count) {
  if (growing_) {
    piece_ = growing_->up_to(place + count);
    return;
  }
  // Far ahead lies pixel data, of which only a few bytes are looked at.
  const bool near = place < piece_begin_ + piece_.size() + largest_piece;
  const std::uint64_t wanted = near ? std::max(largest_piece, count) : count;
  buffer_.resize(std::min(wanted, size_ - place));
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(stream_begin_ + place));
  stream_.read(reinterpret_cast<char*>(buffer_.data()),
               static_cast<std::streamsize>(buffer_.size()));
  const auto got = std::max<std::streamsize>(0, stream_.gcount());
  piece_ = {buffer_.data(), static_cast<std::size_t>(got)};
  piece_begin_ = place;
}

std::span<const std::uint8_t> Bytes::at(std::uint64_t place, std::size_t count) {
  if (place >= size_) return {};
  const std::uint64_t wanted = std::min<std::uint64_t>(count, size_ - place);
  if (place < piece_begin_ || place + wanted > piece_begin_ + piece_.size()) {
    fetch(place, static_cast<std::size_t>(wanted));
  }
  const auto skipped = static_cast<std::size_t>(place - piece_begin_);
  const auto rest = piece_.subspan(std::min(piece_.size(), skipped));
  return rest.first(std::min<std::size_t>(wanted, rest.size()));
}

std::vector<std::uint8_t> Bytes::first(std::uint64_t count) {
  const auto wanted = static_cast<std::size_t>(std::min(count, size_));
  if (growing_) piece_ = growing_->up_to(wanted);
  if (growing_ || (piece_begin_ == 0 && wanted <= piece_.size())) {
    const auto there = piece_.first(std::min(wanted, piece_.size()));
    return {there.begin(), there.end()};
  }
  std::vector<std::uint8_t> bytes(wanted);
  stream_.clear();
  stream_.seekg(static_cast<std::streamoff>(stream_begin_));
  stream_.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(wanted));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, stream_.gcount())));
  return bytes;
}

std::vector<std::uint8_t> Bytes::all() && {
  if (!growing_) return first(size_);
  growing_->up_to(size_);
  return growing_->take();
}

}  // namespace lv
