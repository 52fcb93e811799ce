#include "engine/dicom/toolkit.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/dicom/archive.h"
#include "engine/dicom/memory_dcmtk.h"

namespace lv {
namespace {

/// Longer values (private headers, pixels) are read only when asked for.
constexpr Uint32 longest_value_bytes = 4096;
/// Behind the pixels there is padding, if anything.
const DcmTagKey behind_pixels(0x7FE0, 0x0011);

Error damaged(const OFCondition& status, DcmFileFormat& file) {
  DcmElement* pixels = nullptr;
  const bool in_pixels =
      file.getDataset()->findAndGetElement(DCM_PixelData, pixels).good() && pixels != nullptr;
  if (status == EC_StreamNotifyClient || status == EC_EndOfStream || status == EC_InvalidStream ||
      status == EC_SequDelimitationItemMissing) {
    return {ErrorCode::unreadable,
            in_pixels ? "it is cut off in the middle of the picture; copy it again from the disc"
                      : "it is cut off or damaged in its header; copy it again from the disc"};
  }
  return {ErrorCode::unreadable, "it is damaged and cannot be read"};
}

Result<void> register_all() {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  if (!dcmDataDict.isDictionaryLoaded()) {
    return Error{ErrorCode::unavailable,
                 "the DICOM data dictionary was not found; install the package libdcmtk17, or let "
                 "DCMDICTPATH name dicom.dic"};
  }
  return {};
}

/// What DCMTK made of a file in memory, and the memory it refers to.
struct FileInMemory {
  std::vector<std::uint8_t> bytes;
  DcmFileFormat file;
};

Result<DicomFile> parse_memory(std::vector<std::uint8_t> bytes) {
  auto owner = std::make_shared<FileInMemory>();
  owner->bytes = std::move(bytes);
  MemoryStream stream(owner->bytes);
  DcmFileFormat& file = owner->file;
  file.transferInit();
  const OFCondition status =
      file.readUntilTag(stream, EXS_Unknown, EGL_noChange, longest_value_bytes, behind_pixels);
  file.transferEnd();
  if (status.bad()) return damaged(status, file);
  return DicomFile(owner, &file);
}

/// Closes the gaps between the wanted elements. What stands before the first of them stays: the
/// file's own group, whose length DCMTK believes. A file that has shrunk meanwhile ends early.
void keep_wanted(const Structure& structure, std::vector<std::uint8_t>& bytes) {
  std::size_t kept = 0, next = 0;
  const auto keep_to = [&](std::uint64_t end) {
    const auto rest =
        std::span(bytes).subspan(next, std::min<std::size_t>(end, bytes.size()) - next);
    std::ranges::copy(rest, bytes.begin() + static_cast<std::ptrdiff_t>(kept));
    kept += rest.size();
  };
  for (const Structure::Range& range : structure.wanted) {
    if (kept > 0) next = std::min<std::size_t>(range.begin, bytes.size());
    keep_to(range.end);
  }
  if (structure.wanted.empty()) keep_to(structure.header_end());
  bytes.resize(kept);
}

/// Makes a file that ends inside its pixel data whole again, as far as it goes.
void mend(std::vector<std::uint8_t>& bytes, const Structure& structure) {
  static constexpr std::uint8_t end_of_frames[] = {0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0};
  if (structure.packed) {
    bytes.insert(bytes.end(), std::begin(end_of_frames), std::end(end_of_frames));
  } else if (structure.length_at + 4 <= bytes.size()) {
    std::ranges::copy(structure.length,
                      bytes.begin() + static_cast<std::ptrdiff_t>(structure.length_at));
  }
}

/// The same where DCMTK needs help: the meta header of a file whose transfer syntax lies would
/// mislead it, and it reads nothing of one that is cut off.
Result<DicomFile> parse_memory(std::vector<std::uint8_t> bytes, const Structure& structure) {
  if (structure.cut && bytes.size() > structure.pixels_at) mend(bytes, structure);
  const auto lies =
      static_cast<std::ptrdiff_t>(std::min<std::size_t>(structure.unread_before, bytes.size()));
  bytes.erase(bytes.begin(), bytes.begin() + lies);
  return parse_memory(std::move(bytes));
}

}  // namespace

Result<void> prepare_dicom() {
  static const Result<void> outcome = register_all();
  return outcome;
}

Result<DicomHeader> parse_header(Bytes& file, WantedTag wanted) {
  LV_TRY(prepare_dicom());
  LV_ASSIGN(Structure structure, check_structure(file, wanted));
  std::vector<std::uint8_t> bytes = std::exchange(structure.inflated, {});
  if (bytes.empty()) bytes = file.first(structure.header_end());
  keep_wanted(structure, bytes);
  LV_ASSIGN(DicomFile parsed, parse_memory(std::move(bytes), structure));
  return DicomHeader{std::move(parsed), std::move(structure)};
}

Result<DicomFile> parse_dicom(const std::string& path) {
  LV_TRY(prepare_dicom());
  Bytes bytes{std::filesystem::path(path)};
  LV_ASSIGN(Structure structure, check_structure(bytes));
  if (!structure.inflated.empty()) return parse_memory(std::move(structure.inflated));
  // DCMTK would take junk for elements.
  if (structure.junk_behind || structure.unread_before > 0 || structure.cut) {
    return parse_memory(bytes.first(structure.end), structure);
  }
  auto file = std::make_shared<DcmFileFormat>();
  const OFCondition status =
      file->loadFileUntilTag(OFFilename(path.c_str()), EXS_Unknown, EGL_noChange,
                             longest_value_bytes, ERM_autoDetect, behind_pixels);
  if (status.bad()) return damaged(status, *file);
  return file;
}

Result<DicomFile> parse_dicom(std::vector<std::uint8_t> bytes) {
  LV_TRY(prepare_dicom());
  Bytes memory{std::span<const std::uint8_t>(bytes)};
  LV_ASSIGN(Structure structure, check_structure(memory));
  if (!structure.inflated.empty()) return parse_memory(std::move(structure.inflated));
  bytes.resize(std::min<std::size_t>(structure.end, bytes.size()));
  return parse_memory(std::move(bytes), structure);
}

Result<DicomFile> parse_dicom(const FileSource& source) {
  if (!source.archive) return parse_dicom(source.path);
  LV_ASSIGN(std::vector<std::uint8_t> bytes,
            source.archive->read(static_cast<std::size_t>(source.member)));
  return parse_dicom(std::move(bytes));
}

}  // namespace lv
