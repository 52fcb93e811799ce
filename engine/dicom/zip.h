// The table of contents of a ZIP archive (PKWARE APPNOTE 6.3), with which members are read in any
// order, and members packed with Deflate.
#pragma once

#include <vector>

#include "engine/dicom/archive.h"

namespace lv {

/// All members that are files. Works with a program in front of the archive. Errors: unreadable
/// (no ZIP archive, damaged, absurdly many members, one of several parts).
Result<std::vector<ArchiveMember>> zip_members(Bytes& archive);

/// Where a member's packed bytes begin; its local header lies in front of them. Error: unreadable.
Result<std::uint64_t> zip_data_place(Bytes& archive, const ArchiveMember& member);

/// Unpacks what Deflate has packed, to `bytes` bytes.
std::unique_ptr<Growing> inflating(Bytes packed, std::uint64_t bytes);

}  // namespace lv
