#include "app/jobs/demo_folder.h"

#include <system_error>

#include "app/demo/demo.h"
#include "engine/core/output.h"
#include "engine/system/advice.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

/// A temporary folder without a home.
fs::path cache_folder() {
  std::error_code failure;
  const fs::path kept = users_cache_folder();
  return (kept.empty() ? fs::temp_directory_path(failure) : kept) / "longview";
}

Error no_place() {
  return {ErrorCode::unwritable, std::string("the demo patient cannot be kept: ") + cache_advice};
}

}  // namespace

Result<fs::path> demo_folder(const Progress& progress) {
  const fs::path folder = cache_folder() / ("demo-" LV_VERSION);
  std::error_code failure;
  // It appears whole or not at all; who clears caches may have left the folder.
  if (fs::exists(folder / "truth.json", failure)) return folder;
  fs::create_directories(folder.parent_path(), failure);
  const bool possible = PendingOutput::folder(folder).ok();
  if (!possible && !fs::exists(folder, failure)) return no_place();
  LV_TRY(demo::write_demo(folder, progress));
  return folder;
}

}  // namespace lv
