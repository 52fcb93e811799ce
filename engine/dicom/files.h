// Every file below some folders, in a fixed order. Links are not followed: what they point to
// inside the folder is found anyway, and what lies outside was not asked for; so no loop, no
// escape.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/study/matrix.h"

namespace lv {

struct FileList {
  std::vector<std::shared_ptr<const FileSource>> files;
  std::vector<LeftOut> left_out;  ///< folders that may not be opened, links
};

/// Any file name, of any length and in any bytes. A path given twice counts once. Errors:
/// not_found, where a path does not exist; unreadable, where a folder that was named cannot be
/// listed; cancelled.
Result<FileList> list_files(const std::vector<std::filesystem::path>& paths,
                            const Progress& progress);

}  // namespace lv
