#include "engine/dicom/zip.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "engine/dicom/archive_limits.h"

namespace lv {
namespace {

constexpr std::string_view end_mark = "PK\x05\x06", end64_mark = "PK\x06\x06",
                           entry_mark = "PK\x01\x02", local_mark = "PK\x03\x04";
constexpr std::size_t end_bytes = 22, end64_bytes = 56, locator_bytes = 20, entry_bytes = 46,
                      local_bytes = 30, longest_comment = 65535;
/// Where a field cannot hold a number, that stands in an extra field.
constexpr std::uint64_t in_extra = 0xFFFFFFFF;

Error damaged_zip() {
  return {ErrorCode::unreadable, "the ZIP archive is damaged and cannot be opened"};
}

/// A record of the archive: its bytes, little endian; what lies beyond is zero.
class ZipRecord {
 public:
  explicit ZipRecord(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t place, std::size_t count) const {
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;) {
      value = value << 8 | (place + i < bytes_.size() ? bytes_[place + i] : 0U);
    }
    return value;
  }
  std::uint16_t word(std::size_t place) const {
    return static_cast<std::uint16_t>(number(place, 2));
  }
  bool begins(std::string_view mark) const {
    return bytes_.size() >= mark.size() &&
           std::equal(mark.begin(), mark.end(), bytes_.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

/// Where the table of contents lies, and how far all places are shifted by a program in front.
struct Directory {
  std::uint64_t begin = 0, end = 0, shift = 0;
};

/// The last record of the archive; behind it stands a comment at most.
std::optional<std::uint64_t> end_record(Bytes& archive) {
  const std::uint64_t size = archive.size();
  const std::uint64_t begin = size - std::min<std::uint64_t>(size, end_bytes + longest_comment);
  std::vector<std::uint8_t> tail;
  while (begin + tail.size() < size) {
    const auto piece = archive.at(begin + tail.size(), Bytes::largest_piece);
    if (piece.empty()) break;
    tail.insert(tail.end(), piece.begin(), piece.end());
  }
  for (std::size_t place = tail.size(); place-- > 0;) {
    const ZipRecord record(std::span<const std::uint8_t>(tail).subspan(place));
    const bool fits = place + end_bytes + record.word(20) <= tail.size();
    if (fits && record.begins(end_mark)) return begin + place;
  }
  return std::nullopt;
}

/// Archives of 4 GB or 65,536 members and more have a second, larger end record.
std::optional<std::uint64_t> end64_record(Bytes& archive, std::uint64_t end) {
  if (end < locator_bytes) return std::nullopt;
  const ZipRecord locator(archive.at(end - locator_bytes, locator_bytes));
  if (!locator.begins("PK\x06\x07")) return std::nullopt;
  const std::uint64_t said = locator.number(8, 8);
  for (const std::uint64_t place :
       {end - locator_bytes - std::min<std::uint64_t>(end - locator_bytes, end64_bytes), said}) {
    if (ZipRecord(archive.at(place, end64_bytes)).begins(end64_mark)) return place;
  }
  return std::nullopt;
}

Result<Directory> directory_of(Bytes& archive) {
  const auto end = end_record(archive);
  if (!end) return damaged_zip();
  const ZipRecord record(archive.at(*end, end_bytes));
  std::uint64_t size = record.number(12, 4), begin = record.number(16, 4), disk = record.word(4);
  Directory directory{0, *end, 0};
  if (const auto larger = end64_record(archive, *end)) {
    const ZipRecord record64(archive.at(*larger, end64_bytes));
    size = record64.number(40, 8);
    begin = record64.number(48, 8);
    disk = record64.number(16, 4);
    directory.end = *larger;
  }
  if (disk != 0) {
    return Error{ErrorCode::unreadable,
                 "the ZIP archive is one of several parts; unpack them together first"};
  }
  if (size > directory.end || begin > directory.end - size) return damaged_zip();
  directory.begin = directory.end - size;
  directory.shift = directory.begin - begin;
  return directory;
}

/// Sizes and place that the entry cannot hold; those that it can are left out there.
void read_zip64(const ZipRecord& entry, std::size_t place, std::size_t end, ArchiveMember& member) {
  while (place + 4 <= end) {
    const std::size_t next = place + 4 + entry.word(place + 2);
    if (entry.word(place) == 1) {
      place += 4;
      for (std::uint64_t* value : {&member.bytes, &member.packed_bytes, &member.place}) {
        if (*value != in_extra || place + 8 > std::min(next, end)) continue;
        *value = entry.number(place, 8);
        place += 8;
      }
    }
    place = next;
  }
}

bool says_link(const ZipRecord& entry) {
  constexpr std::uint16_t type_mask = 0170000, symbolic_link = 0120000;  // as in stat.h
  constexpr std::uint16_t made_on_unix = 3;
  return entry.word(4) >> 8 == made_on_unix && (entry.word(40) & type_mask) == symbolic_link;
}

ArchiveMember member_of(const ZipRecord& entry, std::size_t name_bytes, std::size_t extra_bytes) {
  ArchiveMember member;
  member.flags = entry.word(8);
  member.method = entry.word(10);
  member.crc = static_cast<std::uint32_t>(entry.number(16, 4));
  member.packed_bytes = entry.number(20, 4);
  member.bytes = entry.number(24, 4);
  member.place = entry.number(42, 4);
  member.encrypted = (member.flags & 1) != 0;
  member.link = says_link(entry);
  read_zip64(entry, entry_bytes + name_bytes, entry_bytes + name_bytes + extra_bytes, member);
  return member;
}

/// Unpacks all of a member at once, in a third of the time that pieces take. False: it is damaged,
/// and how far it is good is to be found out piece by piece.
bool inflate_whole(Bytes& packed, std::span<std::uint8_t> target) {
  struct Free {
    void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
  };
  const std::unique_ptr<libdeflate_decompressor, Free> unpacker(libdeflate_alloc_decompressor());
  const std::vector<std::uint8_t> in = packed.first(packed.size());
  return unpacker &&
         libdeflate_deflate_decompress(unpacker.get(), in.data(), in.size(), target.data(),
                                       target.size(), nullptr) == LIBDEFLATE_SUCCESS;
}

/// Unpacks as much as is asked for and a little more.
class Inflating : public Growing {
 public:
  Inflating(Bytes packed, std::uint64_t size) : packed_(std::move(packed)), size_(size) {
    good_ = inflateInit2(&stream_, -MAX_WBITS) == Z_OK;
  }
  ~Inflating() override { inflateEnd(&stream_); }
  Inflating(const Inflating&) = delete;
  Inflating& operator=(const Inflating&) = delete;

  std::span<const std::uint8_t> up_to(std::uint64_t count) override {
    constexpr std::uint64_t least = 4096;
    const std::uint64_t there = bytes_.size();
    if (count > there && good_) {
      // All at once is so much faster that a third in pieces takes as long.
      const bool all = count > size_ / 3;
      bytes_.resize(all ? size_ : std::min(size_, std::max({count, 2 * there, least})));
      if (all && filled_ < size_ / 2 && inflate_whole(packed_, bytes_)) filled_ = size_;
      while (filled_ < bytes_.size() && good_) step();
      bytes_.resize(filled_);
      damaged_ = filled_ < std::min(count, size_);
    }
    return bytes_;
  }
  bool damaged() const override { return damaged_; }
  std::vector<std::uint8_t> take() override {
    good_ = false;
    return std::move(bytes_);
  }

 private:
  void step() {
    if (stream_.avail_in == 0) {
      const auto in = packed_.at(place_, Bytes::largest_piece);
      place_ += in.size();
      stream_.next_in = const_cast<Bytef*>(in.data());
      stream_.avail_in = static_cast<uInt>(in.size());
    }
    constexpr std::size_t most_at_once = 1 << 30;
    stream_.next_out = bytes_.data() + filled_;
    stream_.avail_out = static_cast<uInt>(std::min(bytes_.size() - filled_, most_at_once));
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const auto filled = static_cast<std::size_t>(stream_.next_out - bytes_.data());
    // At the end of what is packed, and where nothing moves any more, nothing else will come.
    good_ = status == Z_OK;
    filled_ = filled;
  }

  Bytes packed_;
  std::uint64_t place_ = 0, size_;
  z_stream stream_{};
  std::vector<std::uint8_t> bytes_;
  std::size_t filled_ = 0;
  bool good_ = false, damaged_ = false;
};

}  // namespace

Result<std::vector<ArchiveMember>> zip_members(Bytes& archive) {
  LV_ASSIGN(const Directory directory, directory_of(archive));
  std::vector<ArchiveMember> members;
  std::uint64_t place = directory.begin;
  while (place + entry_bytes <= directory.end) {
    const ZipRecord fixed(archive.at(place, entry_bytes));
    if (!fixed.begins(entry_mark)) return damaged_zip();
    const std::size_t name = fixed.word(28), extra = fixed.word(30), comment = fixed.word(32);
    // Of an absurdly long name only the end is not seen; files of scans have short ones.
    const auto bytes =
        archive.at(place, std::min(entry_bytes + name + extra, Bytes::largest_piece));
    const bool folder =
        name > 0 && entry_bytes + name <= bytes.size() && bytes[entry_bytes + name - 1] == '/';
    if (!folder) {
      members.push_back(member_of(ZipRecord(bytes), name, extra));
      members.back().place += directory.shift;
      const auto written =
          bytes.subspan(entry_bytes).first(std::min(name, bytes.size() - entry_bytes));
      members.back().name =
          kept_name({reinterpret_cast<const char*>(written.data()), written.size()});
    }
    if (members.size() > most_members) return claims_too_much();
    place += entry_bytes + name + extra + comment;
  }
  return members;
}

Result<std::uint64_t> zip_data_place(Bytes& archive, const ArchiveMember& member) {
  const ZipRecord local(archive.at(member.place, local_bytes));
  if (!local.begins(local_mark)) {
    return Error{ErrorCode::unreadable, "it is damaged inside its archive"};
  }
  return member.place + local_bytes + local.word(26) + local.word(28);
}

std::unique_ptr<Growing> inflating(Bytes packed, std::uint64_t bytes) {
  return std::make_unique<Inflating>(std::move(packed), bytes);
}

}  // namespace lv
