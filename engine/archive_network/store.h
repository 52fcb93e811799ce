// DICOM files sent to a hospital's archive (C-STORE), over a connection of their own.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/archive_network/address.h"
#include "engine/core/progress.h"

namespace lv {

/// Sends them one after the other. An archive keeps each that it has taken, so what broke off half
/// way is sent anew as a whole: the same objects take their own places. Errors: unavailable, saying
/// whether nobody answers, the titles are refused, the connection broke off (and after how many),
/// or an object was refused; unsupported: the archive takes no such objects, and nothing was sent.
Result<void> store_in_archive(const ArchiveAddress& address,
                              const std::vector<std::filesystem::path>& files,
                              const Progress& progress);

}  // namespace lv
