// What messages call a file or folder: its own name, never the whole path, whose folders may be
// named after a patient.
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/archive_path.h"
#include "engine/core/shown_text.h"

namespace lv {

/// The last part of a path, fit to be shown; "folder/" and "folder" are one. Of a whole disc,
/// which has no such part, the path: "D:\". Of an archive's address, which archive it is.
inline std::string file_name(const std::filesystem::path& path) {
  if (is_archive_address(path)) return shown_text(archive_name(path));
  const auto name = (path.has_filename() ? path : path.parent_path()).filename();
  return shown_text((name.empty() ? path : name).string());
}

}  // namespace lv
