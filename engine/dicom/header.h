// One file's header as pictures: the door through which all untrusted DICOM comes in.
#pragma once

#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/outcome.h"
#include "engine/dicom/structure.h"

namespace lv {

/// Reads the header only: pictures (also a report or a CT: engine/study judges), or the contents of
/// a disc. Errors: unreadable (damaged, cut off, contradicts itself), unsupported (a transfer
/// syntax or pixel layout that longview cannot decode). Any thread.
Result<Outcome> read_header(Bytes& file, const std::shared_ptr<const FileSource>& source);

/// Whether load_volume can decode a transfer syntax.
bool transfer_syntax_supported(const std::string& uid);

}  // namespace lv
