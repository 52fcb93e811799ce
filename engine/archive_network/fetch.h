// What lies in an archive, as folders of files here: in a cache, of which the longest unused series
// go when it is full.
#pragma once

#include <filesystem>
#include <functional>

#include "engine/core/progress.h"
#include "engine/core/result.h"

namespace lv {

/// Called with the folder of each series as soon as that is here; an error ends the fetching.
using SeriesTaker = std::function<Result<void>(const std::filesystem::path& folder)>;

/// Fetches what an archive's address asks for, and is not here yet. Only a series that arrived
/// whole is kept. Errors: of the address, the archive, the cache or the taker; cancelled.
Result<void> fetch(const std::string& address, const Progress& progress, const SeriesTaker& take);

}  // namespace lv
