#include "engine/dicom/zip.h"

#include <zip.h>

#include <algorithm>

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
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY, &error);
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
