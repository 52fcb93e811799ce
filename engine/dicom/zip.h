// ZIP archives (libzip), read only and only into memory: no member is ever written to disk, so a
// member's name cannot lead anywhere. Guards against archives that unpack to absurd sizes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace lv {

struct ZipMember {
  std::int64_t index = 0;
  std::string name;  ///< as stored: shown to nobody, never used as a path
  std::uint64_t bytes = 0;
  std::uint64_t packed_bytes = 0;
  bool link = false;       ///< a symbolic link
  bool encrypted = false;  ///< needs a password
};

/// One thread at a time.
class ZipArchive {
 public:
  /// Errors: unreadable (no ZIP, damaged, vanished).
  static Result<ZipArchive> open(const std::filesystem::path& path);

  /// All members that are files. Errors: unreadable, where there are absurdly many or they unpack
  /// to far more than any scan (a "ZIP bomb").
  Result<std::vector<ZipMember>> members() const;

  /// Errors: unreadable (damaged, locked by a password, unpacks to an absurd size), unsupported
  /// (packed in a way that cannot be unpacked here).
  Result<std::vector<std::uint8_t>> read(std::int64_t index) const;

 private:
  struct Close {
    void operator()(void* archive) const;
  };
  bool absurd(std::uint64_t bytes, std::uint64_t packed_bytes) const;

  std::unique_ptr<void, Close> archive_;
  std::uint64_t file_bytes_ = 0;
};

}  // namespace lv
