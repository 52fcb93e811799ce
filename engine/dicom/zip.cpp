#include "engine/dicom/zip.h"

#include <zip.h>

#include <algorithm>
#include <fstream>
#include <string_view>

namespace lv {
namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;
constexpr std::int64_t most_members = 1'000'000;
/// Pictures pack to a half or a tenth; blank ones to a hundredth.
constexpr std::uint64_t believable_ratio = 200;
constexpr std::uint64_t always_believable_bytes = 32 * mebibyte;
constexpr std::uint64_t largest_member_bytes = 2048 * mebibyte;

zip_t* as_zip(void* archive) {
  return static_cast<zip_t*>(archive);
}

Error too_large() {
  return {ErrorCode::unreadable,
          "it claims to unpack to an absurd size and was not unpacked; it holds no scans", ""};
}

bool is_link(zip_t* archive, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0) return false;
  constexpr zip_uint32_t type_mask = 0170000, symbolic_link = 0120000;  // as in stat.h
  return system == ZIP_OPSYS_UNIX && ((attributes >> 16) & type_mask) == symbolic_link;
}

/// Windows packs with Deflate64 from 2 GB on, other programs with LZMA, Zstandard, …
bool known_method(const zip_stat_t& stat) {
  constexpr int to_unpack = 0;
  return (stat.valid & ZIP_STAT_COMP_METHOD) == 0 ||
         zip_compression_method_supported(stat.comp_method, to_unpack) == 1;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

/// How many bytes stand in front of an archive whose own offsets do not count them: a program that
/// unpacks it. Its table of contents says how long it is and where it should begin.
std::uint64_t bytes_in_front(const std::filesystem::path& path) {
  constexpr std::uint64_t record_bytes = 22, longest_comment = 65535;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(0, file.tellg()));
  char start[2] = {};
  file.seekg(0);
  if (!file.read(start, sizeof start) || std::string_view(start, 2) == "PK") return 0;
  const std::uint64_t tail = std::min(size, record_bytes + longest_comment);
  std::string bytes(tail, '\0');
  file.seekg(static_cast<std::streamoff>(size - tail));
  file.read(bytes.data(), static_cast<std::streamsize>(tail));
  const std::size_t at = bytes.rfind("PK\x05\x06");
  if (!file || at == std::string::npos || at + record_bytes > bytes.size()) return 0;
  const std::uint64_t begin = size - tail + at;
  const std::uint64_t claimed =
      std::uint64_t{number_at(bytes, at + 12)} + number_at(bytes, at + 16);
  return claimed < begin ? begin - claimed : 0;
}

zip_t* open_behind(const std::filesystem::path& path, std::uint64_t begin) {
  constexpr zip_int64_t to_the_end = 0;
  zip_source_t* source = zip_source_file_create(path.c_str(), begin, to_the_end, nullptr);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  return archive;
}

}  // namespace

void ZipArchive::Close::operator()(void* archive) const {
  zip_discard(as_zip(archive));
}

/// What a member says of its packed size is believed up to the size of the whole archive.
bool ZipArchive::absurd(std::uint64_t bytes, std::uint64_t packed_bytes) const {
  return bytes > largest_member_bytes ||
         (bytes > always_believable_bytes &&
          bytes / believable_ratio > std::min(packed_bytes, file_bytes_));
}

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path) {
  int error = 0;
  const std::uint64_t program = bytes_in_front(path);
  zip_t* archive =
      program > 0 ? open_behind(path, program) : zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (archive == nullptr) {
    return Error{ErrorCode::unreadable, "the ZIP archive is damaged and cannot be opened", ""};
  }
  ZipArchive result;
  result.archive_.reset(archive);
  std::error_code ignored;  // a file that has just vanished has no bytes
  result.file_bytes_ = std::filesystem::file_size(path, ignored);
  if (ignored) result.file_bytes_ = 0;
  return result;
}

Result<std::vector<ZipMember>> ZipArchive::members() const {
  zip_t* archive = as_zip(archive_.get());
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count > most_members) return too_large();
  std::vector<ZipMember> members;
  std::uint64_t bytes = 0, packed_bytes = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    const auto index = static_cast<zip_uint64_t>(i);
    if (zip_stat_index(archive, index, 0, &stat) != 0 || stat.name == nullptr) continue;
    const std::string name = stat.name;
    if (name.ends_with('/')) continue;
    bytes += stat.size;
    packed_bytes += stat.comp_size;
    members.push_back({i, name, stat.size, stat.comp_size, is_link(archive, index),
                       stat.encryption_method != ZIP_EM_NONE});
  }
  // Members that share their packed bytes make a small archive look large as well: judge the whole.
  if (absurd(bytes, packed_bytes)) return too_large();
  return members;
}

Result<std::vector<std::uint8_t>> ZipArchive::read(std::int64_t index) const {
  zip_t* archive = as_zip(archive_.get());
  zip_stat_t stat;
  zip_stat_init(&stat);
  const Error damaged{ErrorCode::unreadable, "it is damaged inside its ZIP archive", ""};
  if (zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &stat) != 0) return damaged;
  if (absurd(stat.size, stat.comp_size)) return too_large();
  if (!known_method(stat)) {
    return Error{ErrorCode::unsupported,
                 "it is packed in a way that cannot be read here; unpack the archive first", ""};
  }
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0), zip_fclose);
  if (!file) return damaged;
  std::vector<std::uint8_t> bytes(stat.size);
  const zip_int64_t got = zip_fread(file.get(), bytes.data(), bytes.size());
  if (got < 0 || static_cast<std::uint64_t>(got) != stat.size) return damaged;
  return bytes;
}

}  // namespace lv
