// The one door to archives: ZIP, 7-Zip, tar (plain or packed with gzip, bzip2, xz, Zstandard), ISO
// images. They are read only and only into memory: no member is ever written to disk, so a member's
// name cannot lead anywhere. Guards against archives that unpack to absurd sizes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/bytes.h"
#include "engine/dicom/sniff.h"

namespace lv {

/// What one scan may hold in memory: pictures, and what archives hold unpacked. Any thread.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::uint64_t bytes = std::uint64_t{2} << 30) : left_(bytes) {}
  /// False, and nothing is taken, where there are not so many bytes left.
  bool take(std::uint64_t bytes);
  void give_back(std::uint64_t bytes) { left_ += bytes; }

 private:
  std::atomic<std::uint64_t> left_;
};

/// A file in an archive. Folders are none.
struct ArchiveMember {
  std::string name;  ///< as kept_name() keeps it
  std::uint64_t bytes = 0, packed_bytes = 0;
  std::uint64_t place = 0;   ///< in the archive: of its own bytes; in a ZIP, of its local header
  std::uint32_t crc = 0;     ///< in a ZIP only
  std::uint16_t method = 0;  ///< of a ZIP: how it is packed (APPNOTE 4.4.5)
  std::uint16_t flags = 0;   ///< of a ZIP (APPNOTE 4.4.4)
  bool link = false;         ///< a symbolic link
  bool encrypted = false;    ///< needs a password
  SharedBytes memory;        ///< if there, it is unpacked already
};

/// Names tell of NIfTI files (sidecar.h), so those of NIfTI files and of the texts beside them are
/// kept; of all others nothing.
std::string kept_name(std::string_view name);

/// Its table of contents. Any thread; nothing is kept open.
class Archive {
 public:
  /// Errors: unreadable (damaged, vanished, locked as a whole, absurdly many members, members that
  /// unpack to far more than any scan: a "ZIP bomb"), unsupported (nothing here can read it),
  /// unavailable (it would take more memory than the budget has), cancelled.
  static Result<std::shared_ptr<const Archive>> open(const Stretch& where, FileType type,
                                                     MemoryBudget& budget,
                                                     const std::stop_token& stop);

  const std::vector<ArchiveMember>& members() const { return members_; }
  /// The file ends or is damaged behind these members.
  bool cut() const { return cut_; }

  /// A member, unpacked as far as it is asked for. Errors: unreadable (damaged, locked by a
  /// password, claims an absurd size), unsupported (packed in a way that cannot be unpacked here).
  Result<Bytes> open_member(std::size_t index) const;
  /// All of a member. Errors as above, and where its checksum is wrong.
  Result<std::vector<std::uint8_t>> read(std::size_t index) const;
  /// The member of this name, where names are kept.
  std::optional<std::size_t> named(std::string_view name) const;
  /// Where all of a member lies, unpacked: to open it as an archive. Errors as of read(), and
  /// unavailable, as of open().
  Result<Stretch> place_of(std::size_t index, MemoryBudget& budget) const;

 private:
  Archive(Stretch where, bool zip) : where_(std::move(where)), zip_(zip) {}

  Stretch where_;
  bool zip_;
  bool cut_ = false;
  std::vector<ArchiveMember> members_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace lv
