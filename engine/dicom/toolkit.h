// DCMTK as longview uses it: quiet, and with its errors as ours. DCMTK's headers are included in
// engine/dicom/*.cpp and in the *_dcmtk.h headers here, and by its decoders (engine/decoder).
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/structure.h"
#include "engine/study/header.h"

class DcmFileFormat;

namespace lv {

/// Silences DCMTK's log and checks that it found its data dictionary. Done once; any thread. Error:
/// unavailable, where the dictionary is missing.
Result<void> prepare_dicom();

/// A parsed file.
using DicomFile = std::shared_ptr<DcmFileFormat>;

/// A file without its pixel data, and what is known of that.
struct DicomHeader {
  DicomFile file;
  Structure structure;
};

/// Reads the wanted ones of the attributes before the pixel data: all that indexing needs, and
/// faster than a whole file. Errors: unreadable (cut off, damaged, vanished), in words for a
/// person.
Result<DicomHeader> parse_header(Bytes& file, WantedTag wanted);

/// Reads a whole file; large values stay on disk until they are asked for. Errors as above.
Result<DicomFile> parse_dicom(const std::string& path);
/// The same of a file in memory.
Result<DicomFile> parse_dicom(std::vector<std::uint8_t> bytes);
/// The same of a file or of a member of an archive, which is unpacked in memory.
Result<DicomFile> parse_dicom(const FileSource& source);

/// Runs work that calls DCMTK; whatever it throws (damaged text, no memory) becomes an Error.
template <class Work>
auto at_the_door(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::unavailable, "there is not enough memory to read it"};
  } catch (const std::exception&) {
    return Error{ErrorCode::unreadable, "it is damaged and cannot be read"};
  }
}

}  // namespace lv
