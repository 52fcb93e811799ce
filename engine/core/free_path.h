// A name for a file that nobody was asked about.
#pragma once

#include <filesystem>
#include <string>

namespace lv {

/// The first of FOLDER/stem-1.mp4, FOLDER/stem-2.mp4, … that is not there yet.
inline std::filesystem::path free_path(const std::filesystem::path& folder, const std::string& stem,
                                       const std::string& extension) {
  std::error_code failure;
  for (int n = 1;; ++n) {
    auto path = folder / (stem + "-" + std::to_string(n) + extension);
    if (!std::filesystem::exists(path, failure)) return path;
  }
}

}  // namespace lv
