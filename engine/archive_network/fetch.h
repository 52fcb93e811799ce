// What lies in an archive, as folders of files here: in a cache, of which the longest unused series
// go when it is full.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/core/progress.h"
#include "engine/core/result.h"

namespace lv {

/// Paths, in which each archive's address has given way to folders with what it asks for. Only a
/// series that arrived whole is kept. Errors: of the address, the archive or the cache.
Result<std::vector<std::filesystem::path>> fetched(const std::vector<std::filesystem::path>& paths,
                                                   const Progress& progress);

}  // namespace lv
