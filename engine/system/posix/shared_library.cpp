#include "engine/system/shared_library.h"

#include <dlfcn.h>

namespace lv {

const char* const library_ending = ".so";
const char* const cuda_library = "libcuda.so.1";

bool vulkan_can_be_called() {
  return true;
}

void* load_library(const std::filesystem::path& path) {
  return dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
}

void* library_symbol(void* library, const char* name) {
  return dlsym(library, name);
}

}  // namespace lv
