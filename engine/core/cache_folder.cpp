#include "engine/core/cache_folder.h"

#include <system_error>

#include "engine/system/this_process.h"

namespace lv {

std::filesystem::path cache_folder() {
  std::error_code failure;
  const std::filesystem::path kept = users_cache_folder();
  return (kept.empty() ? std::filesystem::temp_directory_path(failure) : kept) / "longview";
}

}  // namespace lv
