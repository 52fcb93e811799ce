#include "engine/system/shared_library.h"

#include <windows.h>

namespace lv {

const char* const library_ending = ".dll";
const char* const cuda_library = "nvcuda.dll";

bool vulkan_can_be_called() {
  return load_library(L"vulkan-1.dll") != nullptr;
}

// By name alone Windows would also look into the current folder, which may be a stranger's disc.
void* load_library(const std::filesystem::path& path) {
  const DWORD where = path.has_parent_path() ? 0 : LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
  return LoadLibraryExW(path.c_str(), nullptr, where);
}

void* library_symbol(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

}  // namespace lv
