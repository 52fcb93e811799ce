// What messages call a file or folder: its own name, never the whole path, whose folders may be
// named after a patient.
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/shown_text.h"

namespace lv {

/// The last part of a path, fit to be shown; "folder/" and "folder" are one. Of a whole disc,
/// which has no such part, the path: "D:\".
inline std::string file_name(const std::filesystem::path& path) {
  const auto name = (path.has_filename() ? path : path.parent_path()).filename();
  return shown_text((name.empty() ? path : name).string());
}

}  // namespace lv
