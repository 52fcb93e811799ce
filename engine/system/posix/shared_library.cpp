#include "engine/system/shared_library.h"

#include <dlfcn.h>

namespace lv {

const char* const cuda_library = "libcuda.so.1";

void* load_library(const std::filesystem::path& path) {
  return dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
}

void* library_symbol(void* library, const char* name) {
  return dlsym(library, name);
}

}  // namespace lv
