// Bytes by their place, wherever they lie: in a file, in a stretch of one, in memory, or packed in
// an archive. They are read in pieces, and no further than they are asked for.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace lv {

using SharedBytes = std::shared_ptr<const std::vector<std::uint8_t>>;

/// Where bytes lie: a stretch of a file, or of memory.
struct Stretch {
  std::string path;
  std::uint64_t begin = 0, size = 0;
  SharedBytes memory = {};  ///< if there, it is of this and of no file

  /// Of these bytes `length` from `place` on, or fewer.
  Stretch part(std::uint64_t place, std::uint64_t length) const {
    const std::uint64_t from = std::min(place, size);
    return {path, begin + from, std::min(length, size - from), memory};
  }
  static Stretch of(std::vector<std::uint8_t> bytes) {
    auto memory = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
    return {{}, 0, memory->size(), memory};
  }
};

/// Bytes that come from front to back; those that have come stay.
class Growing {
 public:
  virtual ~Growing() = default;
  /// All from the first to the `count`th byte, or more. Fewer: the rest is damaged.
  virtual std::span<const std::uint8_t> up_to(std::uint64_t count) = 0;
  virtual bool damaged() const = 0;
  /// All that has come, without a copy; nothing comes any more.
  virtual std::vector<std::uint8_t> take() = 0;
};

/// One thread at a time.
class Bytes {
 public:
  /// Not to outlive `memory`.
  explicit Bytes(std::span<const std::uint8_t> memory) : piece_(memory), size_(memory.size()) {}
  explicit Bytes(const std::filesystem::path& path);
  explicit Bytes(const Stretch& stretch);
  Bytes(std::unique_ptr<Growing> growing, std::uint64_t size)
      : growing_(std::move(growing)), size_(size) {}

  bool readable() const { return readable_; }
  /// Not all that has been asked for could be unpacked.
  bool damaged() const { return growing_ && growing_->damaged(); }
  std::uint64_t size() const { return size_; }
  /// Up to `count` bytes (at most largest_piece) from `place`; fewer at the end. Valid until the
  /// next call.
  std::span<const std::uint8_t> at(std::uint64_t place, std::size_t count);
  static constexpr std::size_t largest_piece = 16384;
  /// A copy of the first `count` bytes, or fewer.
  std::vector<std::uint8_t> first(std::uint64_t count);
  /// All of them, without a copy where that can be.
  std::vector<std::uint8_t> all() &&;

 private:
  void fetch(std::uint64_t place, std::size_t count);

  std::ifstream stream_;
  std::unique_ptr<Growing> growing_;
  SharedBytes memory_;
  std::vector<std::uint8_t> buffer_;
  std::span<const std::uint8_t> piece_;
  std::uint64_t stream_begin_ = 0;  ///< place in the file of the first byte
  std::uint64_t piece_begin_ = 0, size_ = 0;
  bool readable_ = true;
};

}  // namespace lv
