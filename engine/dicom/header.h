// One file's header as pictures: the door through which all untrusted DICOM comes in.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/toolkit.h"
#include "engine/study/header.h"

namespace lv {

/// What a DICOM file holds: pictures (also a report or a CT: engine/study judges), or the contents
/// of a disc.
struct FileContents {
  std::vector<Picture> pictures;             ///< one of each frame or tile, `source` filled in
  std::vector<std::string> listed_sop_uids;  ///< of a DICOMDIR: what the disc should hold
  bool is_directory = false;                 ///< is a DICOMDIR
};

/// Reads the header only. Errors: unreadable (damaged, cut off, contradicts itself), unsupported
/// (a transfer syntax or pixel layout that longview cannot decode). Any thread.
Result<FileContents> read_header(Bytes& file, const std::shared_ptr<const FileSource>& source);

/// Whether load_volume can decode a transfer syntax.
bool transfer_syntax_supported(const std::string& uid);

}  // namespace lv
