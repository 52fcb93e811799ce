#include "engine/dicom/unpack_libarchive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/dicom/archive_limits.h"

namespace lv {
namespace {

/// What libarchive asks for, as it asks for it.
struct Feed {
  Bytes bytes;
  bool in_memory = false;  ///< all of it can be had at once
  std::stop_token stop = {};
  std::uint64_t place = 0;
};

la_ssize_t feed_read(archive* a, void* data, const void** buffer) {
  Feed& feed = *static_cast<Feed*>(data);
  if (feed.stop.stop_requested()) {
    archive_set_error(a, ECANCELED, "stopped");
    return ARCHIVE_FATAL;
  }
  const std::uint64_t rest = feed.bytes.size() - std::min(feed.place, feed.bytes.size());
  const std::uint64_t count = feed.in_memory ? rest : Bytes::largest_piece;
  const auto piece = feed.bytes.at(feed.place, static_cast<std::size_t>(count));
  feed.place += piece.size();
  *buffer = piece.data();
  return static_cast<la_ssize_t>(piece.size());
}

la_int64_t feed_skip(archive*, void* data, la_int64_t count) {
  Feed& feed = *static_cast<Feed*>(data);
  const std::uint64_t rest = feed.bytes.size() - std::min(feed.place, feed.bytes.size());
  const auto skipped = std::min(rest, static_cast<std::uint64_t>(std::max<la_int64_t>(0, count)));
  feed.place += skipped;
  return static_cast<la_int64_t>(skipped);
}

la_int64_t feed_seek(archive*, void* data, la_int64_t offset, int whence) {
  Feed& feed = *static_cast<Feed*>(data);
  const auto size = static_cast<la_int64_t>(feed.bytes.size());
  const la_int64_t from = whence == SEEK_END   ? size
                          : whence == SEEK_CUR ? static_cast<la_int64_t>(feed.place)
                                               : 0;
  const la_int64_t place = std::clamp<la_int64_t>(from + offset, 0, size);
  feed.place = static_cast<std::uint64_t>(place);
  return place;
}

struct FreeArchive {
  void operator()(archive* a) const { archive_read_free(a); }
};
using ArchiveReader = std::unique_ptr<archive, FreeArchive>;

ArchiveReader opened(Feed& feed, const std::vector<int (*)(archive*)>& abilities) {
  ArchiveReader reader(archive_read_new());
  archive* a = reader.get();
  for (const auto ability : abilities) ability(a);
  archive_read_set_callback_data(a, &feed);
  archive_read_set_read_callback(a, feed_read);
  archive_read_set_skip_callback(a, feed_skip);
  archive_read_set_seek_callback(a, feed_seek);
  if (archive_read_open1(a) != ARCHIVE_OK) reader.reset();
  return reader;
}

/// libarchive's words for what it will not do, turned into ours.
Error refusal_of(archive* a, const char* damaged) {
  const char* text = archive_error_string(a);
  const std::string_view said = text == nullptr ? std::string_view() : text;
  const auto says = [&](std::string_view words) { return said.find(words) != said.npos; };
  if (says("ncrypt") || says("assphrase")) return needs_a_password();
  if (says("nsupported") || says("not supported")) return unknown_packing("");
  return {ErrorCode::unreadable, damaged};
}

/// Collects an archive's members while libarchive goes through it.
class Passage {
 public:
  Passage(const Stretch& where, archive* a, MemoryBudget& budget)
      : archive_(a), here_(where), budget_(budget) {}

  Result<FrontToBack> run(const std::stop_token& stop) {
    archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while (!passed_.cut && (status = archive_read_next_header(archive_, &entry)) >= ARCHIVE_WARN &&
           status != ARCHIVE_EOF) {
      LV_TRY(take(entry));
    }
    if (stop.stop_requested()) return Error{ErrorCode::cancelled, "stopped"};
    passed_.cut = passed_.cut || status < ARCHIVE_WARN;
    if (passed_.cut && passed_.members.empty() && archive_format(archive_) != 0) {
      return refusal_of(archive_, "it is damaged or incomplete; copy it again");
    }
    return std::move(passed_);
  }

  std::uint64_t held_bytes() const { return held_bytes_; }

 private:
  Result<void> take(archive_entry* entry) {
    const auto position = static_cast<std::uint64_t>(archive_filter_bytes(archive_, 0));
    if (passed_.members.size() >= most_members || absurd(position, here_.size(), here_.size())) {
      return claims_too_much();
    }
    if (const char* same_as = archive_entry_hardlink(entry)) return take_again(same_as);
    const auto type = archive_entry_filetype(entry);
    if (type != AE_IFREG && type != AE_IFLNK) return {};
    ArchiveMember member;
    member.link = type == AE_IFLNK;
    member.encrypted = archive_entry_is_data_encrypted(entry) == 1;
    if (!member.link && !member.encrypted) {
      LV_TRY(find_bytes(member, std::max<la_int64_t>(0, archive_entry_size(entry))));
    }
    if (passed_.cut) return {};
    const char* name = archive_entry_pathname(entry);
    if (name != nullptr) {
      by_name_[hash_of(name)] = passed_.members.size();
      member.name = kept_name(name);
    }
    passed_.members.push_back(std::move(member));
    return {};
  }

  /// A second name of an earlier file.
  Result<void> take_again(const char* name) {
    const auto known = by_name_.find(hash_of(name));
    if (known == by_name_.end()) return {};
    passed_.members.push_back(ArchiveMember(passed_.members[known->second]));
    return {};
  }

  Result<void> find_bytes(ArchiveMember& member, la_int64_t size) {
    if (std::cmp_greater(size, largest_member_bytes)) return claims_too_much();
    Block block;
    const int status = next(block);
    if (status == ARCHIVE_EOF) return {};
    passed_.cut = status < ARCHIVE_WARN;
    if (passed_.cut) return {};
    if (!lies_here(block)) return unpack(member, block, static_cast<std::uint64_t>(size));
    member.place = static_cast<std::uint64_t>(archive_filter_bytes(archive_, 0));
    member.bytes = member.packed_bytes = static_cast<std::uint64_t>(size);
    return {};
  }

  struct Block {
    std::span<const std::uint8_t> bytes;
    std::uint64_t place = 0;  ///< in the member
  };
  int next(Block& block) {
    const void* data = nullptr;
    std::size_t count = 0;
    la_int64_t place = 0;
    const int status = archive_read_data_block(archive_, &data, &count, &place);
    block = {{static_cast<const std::uint8_t*>(data), data == nullptr ? 0 : count},
             static_cast<std::uint64_t>(std::max<la_int64_t>(0, place))};
    return status;
  }

  /// Whether a member's first bytes stand in the archive where libarchive reads.
  bool lies_here(const Block& first) {
    const int format = archive_format(archive_) & ARCHIVE_FORMAT_BASE_MASK;
    if (format != ARCHIVE_FORMAT_ISO9660 && format != ARCHIVE_FORMAT_TAR) return false;
    if (archive_filter_code(archive_, 0) != ARCHIVE_FILTER_NONE) return false;
    if (first.place != 0 || first.bytes.empty()) return false;
    const auto place = static_cast<std::uint64_t>(archive_filter_bytes(archive_, 0));
    const std::size_t compared = std::min(first.bytes.size(), Bytes::largest_piece);
    return std::ranges::equal(here_.at(place, compared), first.bytes.first(compared));
  }

  Result<void> unpack(ArchiveMember& member, Block block, std::uint64_t size) {
    constexpr std::uint64_t most_at_first = 16 << 20;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(std::min(size, most_at_first));
    int status = ARCHIVE_OK;
    for (; status >= ARCHIVE_WARN && status != ARCHIVE_EOF; status = next(block)) {
      const std::uint64_t end = block.place + block.bytes.size();
      if (end > largest_member_bytes) return claims_too_much();
      if (end > bytes.size()) LV_TRY(grow(bytes, end));
      std::ranges::copy(block.bytes, bytes.begin() + static_cast<std::ptrdiff_t>(block.place));
    }
    passed_.cut = status < ARCHIVE_WARN;
    if (!passed_.cut) keep(member, std::move(bytes));
    return {};
  }

  Result<void> grow(std::vector<std::uint8_t>& bytes, std::uint64_t size) {
    const std::uint64_t more = size - bytes.size();
    if (absurd(held_bytes_ + more, here_.size(), here_.size())) return claims_too_much();
    if (!budget_.take(more)) return beyond_budget();
    held_bytes_ += more;
    bytes.resize(size);
    return {};
  }

  /// Of what is no scan, only what shows what it is.
  void keep(ArchiveMember& member, std::vector<std::uint8_t> bytes) {
    constexpr std::size_t enough_to_name_it = 1 << 20;
    Bytes look{std::span<const std::uint8_t>(bytes)};
    const FileType type = sniff(look).type;
    const bool scan = type == FileType::dicom || type == FileType::nifti || type == FileType::zip ||
                      type == FileType::archive;
    if (!scan && bytes.size() > enough_to_name_it) {
      held_bytes_ -= bytes.size() - enough_to_name_it;
      budget_.give_back(bytes.size() - enough_to_name_it);
      bytes.resize(enough_to_name_it);
      bytes.shrink_to_fit();
    }
    member.bytes = bytes.size();
    member.memory = std::make_shared<const std::vector<std::uint8_t>>(std::move(bytes));
  }

  static std::size_t hash_of(const char* name) { return std::hash<std::string_view>()(name); }

  archive* archive_;
  Bytes here_;
  MemoryBudget& budget_;
  FrontToBack passed_;
  std::uint64_t held_bytes_ = 0;
  std::unordered_map<std::size_t, std::size_t> by_name_;  ///< hashes: names may be long
};

/// LZMA takes as much memory as a member's dictionary claims to have, up to 4 GB. None needs more
/// than what it unpacks (APPNOTE 5.8.8: version, size of the properties, properties, which end with
/// the dictionary's size).
void shrink_dictionary(std::span<std::uint8_t> packed, const ArchiveMember& member) {
  constexpr std::uint16_t lzma = 14;
  constexpr std::size_t at = 5, size = 4;
  constexpr std::uint64_t least = 4096;
  if (member.method != lzma || packed.size() < at + size) return;
  std::uint64_t claimed = 0;
  for (std::size_t i = 0; i < size; ++i) claimed |= std::uint64_t{packed[at + i]} << (8 * i);
  const std::uint64_t enough = std::min(claimed, std::max(least, member.bytes));
  for (std::size_t i = 0; i < size; ++i) {
    packed[at + i] = static_cast<std::uint8_t>(enough >> (8 * i));
  }
}

/// A ZIP archive of one member, without the table of contents at its end.
std::vector<std::uint8_t> archive_of_one(Bytes& archive, std::uint64_t place,
                                         const ArchiveMember& member) {
  constexpr std::uint16_t version = 63, says_where_it_ends = 2;  // APPNOTE 4.4.3, 4.4.4
  std::vector<std::uint8_t> bytes{'P', 'K', 3, 4};
  const auto add = [&](std::uint64_t value, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  add(version, 2);
  add(member.flags & says_where_it_ends, 2);
  add(member.method, 2);
  add(0, 4);  // date
  add(member.crc, 4);
  add(member.packed_bytes, 4);
  add(member.bytes, 4);
  add(1, 2);  // length of the name
  add(0, 2);
  add('a', 1);
  const std::size_t begin = bytes.size();
  const std::uint64_t end = begin + member.packed_bytes;
  while (bytes.size() < end) {
    const auto piece =
        archive.at(place, std::min<std::uint64_t>(end - bytes.size(), Bytes::largest_piece));
    if (piece.empty()) break;
    bytes.insert(bytes.end(), piece.begin(), piece.end());
    place += piece.size();
  }
  shrink_dictionary(std::span(bytes).subspan(begin), member);
  return bytes;
}

}  // namespace

Result<FrontToBack> read_front_to_back(const Stretch& where, MemoryBudget& budget,
                                       const std::stop_token& stop) {
  Feed feed{Bytes(where), where.memory != nullptr, stop};
  const ArchiveReader reader =
      opened(feed, {archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
                    archive_read_support_filter_xz, archive_read_support_filter_zstd,
                    archive_read_support_format_7zip, archive_read_support_format_tar,
                    archive_read_support_format_iso9660});
  if (!reader) return FrontToBack{};
  Passage passage(where, reader.get(), budget);
  Result<FrontToBack> read = passage.run(stop);
  if (!read.ok()) budget.give_back(passage.held_bytes());
  return read;
}

Result<std::vector<std::uint8_t>> unpack_with_libarchive(Bytes& archive, std::uint64_t place,
                                                         const ArchiveMember& member) {
  constexpr std::uint16_t deflate64 = 9;
  if (member.method == deflate64) return unknown_packing(" (Deflate64)");
  if (member.packed_bytes > largest_member_bytes) return claims_too_much();
  const char* damaged = "it is damaged inside its archive";
  Feed feed{Bytes(Stretch::of(archive_of_one(archive, place, member))), true};
  const ArchiveReader reader = opened(feed, {archive_read_support_format_zip_streamable});
  archive_entry* entry = nullptr;
  if (!reader || archive_read_next_header(reader.get(), &entry) < ARCHIVE_WARN) {
    return Error{ErrorCode::unreadable, damaged};
  }
  std::vector<std::uint8_t> bytes(member.bytes);
  const la_ssize_t got = archive_read_data(reader.get(), bytes.data(), bytes.size());
  if (got < 0) return refusal_of(reader.get(), damaged);
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

}  // namespace lv
