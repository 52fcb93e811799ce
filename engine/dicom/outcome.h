// What became of one file: its pictures, the members of an archive, or why it gave nothing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/dicom/zip.h"
#include "engine/study/header.h"

namespace lv {

struct Outcome {
  std::vector<Picture> pictures;
  std::vector<std::string> listed_sop_uids;  ///< what a disc's table of contents names
  std::vector<ZipMember> members;            ///< where the file is a ZIP archive
  std::string what, reason;                  ///< where it gave no picture
  bool unreadable = false;
};

/// A file of a folder, whatever it is. Any thread.
Outcome read_plain(const std::shared_ptr<const FileSource>& source);

/// A member of an archive, which serves one thread at a time.
Outcome read_member(const ZipArchive& archive, const ZipMember& member,
                    const std::shared_ptr<const FileSource>& source);

/// A file that is there but cannot be used.
Outcome refused(std::string what, const Error& error);

}  // namespace lv
