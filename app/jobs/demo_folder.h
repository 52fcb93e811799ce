// The demo patient's files, written once and kept where the system keeps caches.
#pragma once

#include <filesystem>

#include "engine/core/progress.h"
#include "engine/core/result.h"

namespace lv {

/// The folder with the demo patient of this version of longview; written when it is not there yet.
Result<std::filesystem::path> demo_folder(const Progress& progress = {});

}  // namespace lv
