// Libraries that are loaded while the program runs: what one machine has and another lacks.
#pragma once

#include <filesystem>

namespace lv {

/// A library by its path or, for one of the system's, by its name alone. It stays loaded until the
/// program ends: such libraries keep threads and tables of their own. Null: it is not there, or
/// cannot be loaded.
void* load_library(const std::filesystem::path& path);

/// What has this name in a library. Null: nothing has.
void* library_symbol(void* library, const char* name);

/// How the name of such a library ends: ".so".
extern const char* const library_ending;

/// Whether Vulkan's functions can be called: the program is linked with them, or the graphics
/// driver has brought them.
bool vulkan_can_be_called();

/// The NVIDIA driver's library of CUDA.
extern const char* const cuda_library;

}  // namespace lv
