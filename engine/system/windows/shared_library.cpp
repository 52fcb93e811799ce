#include "engine/system/shared_library.h"

#include <windows.h>

namespace lv {

const char* const cuda_library = "nvcuda.dll";

void* load_library(const std::filesystem::path& path) {
  return LoadLibraryW(path.c_str());
}

void* library_symbol(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

}  // namespace lv
