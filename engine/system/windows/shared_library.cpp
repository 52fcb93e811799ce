#include "engine/system/shared_library.h"

#include <windows.h>

namespace lv {

const char* const library_ending = ".dll";
const char* const cuda_library = "nvcuda.dll";

bool vulkan_can_be_called() {
  return load_library(L"vulkan-1.dll") != nullptr;
}

void* load_library(const std::filesystem::path& path) {
  return LoadLibraryW(path.c_str());
}

void* library_symbol(void* library, const char* name) {
  return reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(library), name));
}

}  // namespace lv
