// What libarchive unpacks: archives that can only be read from front to back, and the rarer ways of
// packing a member of a ZIP archive.
#pragma once

#include <stop_token>
#include <vector>

#include "engine/dicom/archive.h"

namespace lv {

/// The members of an archive that is no ZIP archive. Those that lie in it as they are (ISO images,
/// plain tar) are only located; others are unpacked into memory. No members and no error: nothing
/// that libarchive knows.
struct FrontToBack {
  std::vector<ArchiveMember> members;
  bool cut = false;  ///< the archive is damaged or ends behind these members
};
/// Errors: as of Archive::open().
Result<FrontToBack> read_front_to_back(const Stretch& where, MemoryBudget& budget,
                                       const std::stop_token& stop);

/// A member of a ZIP archive, from the packed bytes that stand at `place`. Errors: unreadable,
/// unsupported.
Result<std::vector<std::uint8_t>> unpack_with_libarchive(Bytes& archive, std::uint64_t place,
                                                         const ArchiveMember& member);

}  // namespace lv
