// What messages call a file or folder: its own name, never the whole path, whose folders may be
// named after a patient.
#pragma once

#include <filesystem>
#include <string>

namespace lv {

/// The last part of a path; "folder/" and "folder" are one.
inline std::string file_name(const std::filesystem::path& path) {
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

}  // namespace lv
