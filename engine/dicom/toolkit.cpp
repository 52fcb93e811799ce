#include "engine/dicom/toolkit.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcistrmb.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

#include "engine/dicom/zip.h"

namespace lv {
namespace {

/// Longer values (private headers, pixels) are read only when asked for.
constexpr Uint32 longest_value_bytes = 4096;

Error damaged(const OFCondition& status, DcmFileFormat& file) {
  DcmElement* pixels = nullptr;
  const bool in_pixels =
      file.getDataset()->findAndGetElement(DCM_PixelData, pixels).good() && pixels != nullptr;
  if (status == EC_StreamNotifyClient || status == EC_EndOfStream || status == EC_InvalidStream ||
      status == EC_SequDelimitationItemMissing) {
    return {ErrorCode::unreadable,
            in_pixels ? "it is cut off in the middle of the picture; copy it again from the disc"
                      : "it is cut off or damaged in its header; copy it again from the disc",
            ""};
  }
  return {ErrorCode::unreadable, "it is damaged and cannot be read", ""};
}

Result<void> register_all() {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  DcmRLEDecoderRegistration::registerCodecs();
  DJDecoderRegistration::registerCodecs(EDC_never);
  DJLSDecoderRegistration::registerCodecs();
  if (!dcmDataDict.isDictionaryLoaded()) {
    return Error{ErrorCode::unavailable,
                 "the DICOM data dictionary was not found; install the package libdcmtk17, or let "
                 "DCMDICTPATH name dicom.dic",
                 ""};
  }
  return {};
}

}  // namespace

Result<void> prepare_dicom() {
  static const Result<void> outcome = register_all();
  return outcome;
}

Result<DicomFile> parse_dicom(const std::string& path) {
  LV_TRY(prepare_dicom());
  auto file = std::make_shared<DcmFileFormat>();
  const OFCondition status = file->loadFile(OFFilename(path.c_str()), EXS_Unknown, EGL_noChange,
                                            longest_value_bytes, ERM_autoDetect);
  if (status.bad()) return damaged(status, *file);
  return file;
}

Result<DicomFile> parse_dicom(std::span<const std::uint8_t> bytes) {
  LV_TRY(prepare_dicom());
  DcmInputBufferStream stream;
  stream.setBuffer(bytes.data(), static_cast<offile_off_t>(bytes.size()));
  stream.setEos();
  auto file = std::make_shared<DcmFileFormat>();
  file->transferInit();
  const OFCondition status = file->read(stream);
  file->transferEnd();
  if (status.bad()) return damaged(status, *file);
  return file;
}

Result<DicomFile> open_dicom(const FileSource& source) {
  if (source.member < 0) return parse_dicom(source.path.native());
  LV_ASSIGN(ZipArchive archive, ZipArchive::open(source.path));
  LV_ASSIGN(const std::vector<std::uint8_t> bytes, archive.read(source.member));
  return parse_dicom(bytes);
}

}  // namespace lv
