// What became of one file: its pictures, the members of an archive, or why it gave nothing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/dicom/archive.h"
#include "engine/study/header.h"

namespace lv {

struct Outcome {
  std::vector<Picture> pictures;
  std::vector<std::string> listed_sop_uids;  ///< what a disc's table of contents names
  std::shared_ptr<const Archive> archive;    ///< where the file is one
  std::string what, reason;                  ///< where it gave no picture
  bool unreadable = false;
};

/// What a file or a member of an archive holds, whatever it is. Archives are opened while `depth`,
/// that of the source, is below most_depth. Any thread.
Outcome read_source(const std::shared_ptr<const FileSource>& source, int depth,
                    MemoryBudget& budget, const std::stop_token& stop);
constexpr int most_depth = 2;  ///< of a file in an archive in an archive; a file of a folder: 0

}  // namespace lv
