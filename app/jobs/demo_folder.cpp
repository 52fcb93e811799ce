#include "app/jobs/demo_folder.h"

#include <system_error>

#include "app/demo/demo.h"
#include "engine/core/cache_folder.h"
#include "engine/core/output.h"
#include "engine/system/advice.h"

namespace lv {
namespace {

namespace fs = std::filesystem;

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
