#include "app/jobs/demo_folder.h"

#include <cstdlib>
#include <system_error>

#include "app/demo/demo.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

/// XDG Base Directory Specification: $XDG_CACHE_HOME, else ~/.cache; a temporary folder without a
/// home.
fs::path cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != 0) {
    return fs::path(cache) / "longview";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0) {
    return fs::path(home) / ".cache" / "longview";
  }
  return fs::temp_directory_path() / "longview";
}

}  // namespace

Result<fs::path> demo_folder(const Progress& progress) {
  const fs::path folder = cache_folder() / ("demo-" LV_VERSION);
  std::error_code failure;
  if (fs::exists(folder, failure)) return folder;  // it appears whole or not at all
  fs::create_directories(folder.parent_path(), failure);
  LV_TRY(demo::write_demo(folder, progress));
  return folder;
}

}  // namespace lv
