// Where longview keeps what it can make or fetch again.
#pragma once

#include <filesystem>

namespace lv {

/// In the user's cache folder; in the temporary folder for whoever has none. May not exist yet.
std::filesystem::path cache_folder();

}  // namespace lv
