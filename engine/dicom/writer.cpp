#include "engine/dicom/writer.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <fstream>
#include <vector>

#include "engine/core/assert.h"
#include "engine/dicom/toolkit.h"

namespace lv {
namespace {

/// Puts attributes into a dataset and remembers the first failure, which is always our own mistake.
class Attributes {
 public:
  explicit Attributes(DcmDataset& dataset) : dataset_(dataset) {}

  void text(const DcmTagKey& tag, const std::string& value) {
    LV_ASSERT(dataset_.putAndInsertOFStringArray(tag, OFString(value.c_str())).good());
  }
  void text_if_known(const DcmTagKey& tag, const std::string& value) {
    if (!value.empty()) text(tag, value);
  }
  /// Decimal strings have at most 16 characters (PS3.5 6.2).
  void number(const DcmTagKey& tag, double value) { text(tag, fmt::format("{:.7g}", value)); }
  void number_if_known(const DcmTagKey& tag, double value) {
    if (value != 0) number(tag, value);
  }
  void short_number(const DcmTagKey& tag, int value) {
    LV_ASSERT(dataset_.putAndInsertUint16(tag, static_cast<Uint16>(value)).good());
  }

 private:
  DcmDataset& dataset_;
};

void put_study(Attributes& put, const MrStudy& study) {
  put.text(DCM_SpecificCharacterSet, "ISO_IR 192");
  put.text(DCM_PatientName, study.patient_name);
  put.text(DCM_PatientID, study.patient_id);
  put.text(DCM_PatientBirthDate, study.patient_birth_date);
  put.text(DCM_PatientSex, study.patient_sex);
  put.text(DCM_StudyInstanceUID, study.study_uid);
  put.text(DCM_StudyID, study.study_id);
  put.text(DCM_StudyDate, study.date);
  put.text(DCM_StudyTime, study.time);
  put.text(DCM_StudyDescription, study.description);
  put.text(DCM_AccessionNumber, "");
  put.text(DCM_ReferringPhysicianName, "");
  put.text(DCM_InstitutionName, study.institution);
  put.text(DCM_Manufacturer, study.manufacturer);
  put.text(DCM_ManufacturerModelName, study.model);
  put.text(DCM_BodyPartExamined, study.body_part);
  put.number(DCM_MagneticFieldStrength, study.field_tesla);
  put.text(DCM_FrameOfReferenceUID, study.frame_of_reference_uid);
  put.text(DCM_PositionReferenceIndicator, "");
  put.text(DCM_PatientPosition, "HFS");
}

void put_series(Attributes& put, const MrStudy& study, const MrSeries& series) {
  put.text(DCM_Modality, "MR");
  put.text(DCM_SeriesInstanceUID, series.series_uid);
  put.text(DCM_SeriesNumber, std::to_string(series.number));
  put.text(DCM_SeriesDescription, series.description);
  put.text(DCM_ProtocolName, series.protocol);
  for (const DcmTagKey& tag : {DCM_SeriesDate, DCM_AcquisitionDate, DCM_ContentDate}) {
    put.text(tag, study.date);
  }
  for (const DcmTagKey& tag : {DCM_SeriesTime, DCM_AcquisitionTime, DCM_ContentTime}) {
    put.text(tag, series.time);
  }
  put.text(DCM_ImageType, series.image_type);
  put.text(DCM_ScanningSequence, series.scanning_sequence);
  put.text(DCM_SequenceVariant, series.sequence_variant);
  put.text(DCM_ScanOptions, series.scan_options);
  put.text_if_known(DCM_SequenceName, series.sequence_name);
  put.text(DCM_MRAcquisitionType, series.acquisition_type);
  put.text_if_known(DCM_ContrastBolusAgent, series.contrast_agent);
  put.number(DCM_RepetitionTime, series.repetition_ms);
  put.number(DCM_EchoTime, series.echo_ms);
  put.number_if_known(DCM_InversionTime, series.inversion_ms);
  put.number(DCM_FlipAngle, series.flip_deg);
  put.text(DCM_EchoTrainLength, std::to_string(series.echo_train_length));
  put.number(DCM_SliceThickness, series.slice_thickness_mm);
  put.number(DCM_SpacingBetweenSlices, series.spacing_between_slices_mm);
  put.number(DCM_WindowCenter, series.window_level);
  put.number(DCM_WindowWidth, series.window_width);
}

void put_slice(Attributes& put, const MrSlice& slice) {
  const dvec3 &p = slice.position, &r = slice.row_direction, &c = slice.column_direction;
  put.text(DCM_SOPClassUID, UID_MRImageStorage);
  put.text(DCM_SOPInstanceUID, slice.instance_uid);
  put.text(DCM_InstanceNumber, std::to_string(slice.number));
  put.text(DCM_AcquisitionNumber, "1");
  put.text(DCM_ImagePositionPatient, fmt::format("{:.6f}\\{:.6f}\\{:.6f}", p.x, p.y, p.z));
  put.text(DCM_ImageOrientationPatient,
           fmt::format("{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}\\{:.10f}", r.x, r.y, r.z, c.x,
                       c.y, c.z));
  put.text(DCM_SliceLocation, fmt::format("{:.4f}", glm::dot(glm::cross(r, c), p)));
  put.text(DCM_PixelSpacing,
           fmt::format("{:.6g}\\{:.6g}", slice.row_spacing, slice.column_spacing));
  put.short_number(DCM_Rows, slice.rows);
  put.short_number(DCM_Columns, slice.columns);
  put.short_number(DCM_SamplesPerPixel, 1);
  put.text(DCM_PhotometricInterpretation, "MONOCHROME2");
  put.short_number(DCM_BitsAllocated, 16);
  put.short_number(DCM_BitsStored, 12);
  put.short_number(DCM_HighBit, 11);
  put.short_number(DCM_PixelRepresentation, 0);
}

bool register_encoder() {
  DcmRLEEncoderRegistration::registerCodecs();
  return true;
}

/// The bytes of the file. In memory, because DCMTK's own file stream does not report what a full
/// disk loses at closing.
std::vector<char> encoded(DcmFileFormat& file, std::size_t pixel_bytes) {
  static const bool registered = register_encoder();
  LV_ASSERT(registered && file.chooseRepresentation(EXS_RLELossless, nullptr).good());
  std::vector<char> buffer(2 * pixel_bytes + 65536);  // RLE grows by 1/128 at worst
  DcmOutputBufferStream stream(buffer.data(), static_cast<offile_off_t>(buffer.size()));
  file.transferInit();
  LV_ASSERT(file.write(stream, EXS_RLELossless, EET_ExplicitLength, nullptr).good());
  file.transferEnd();
  void* bytes = nullptr;
  offile_off_t length = 0;
  stream.flushBuffer(bytes, length);
  buffer.resize(static_cast<std::size_t>(length));
  return buffer;
}

}  // namespace

Result<void> write_mr_slice(const std::filesystem::path& path, const MrStudy& study,
                            const MrSeries& series, const MrSlice& slice,
                            std::span<const std::uint16_t> pixels) {
  LV_TRY(prepare_dicom());
  LV_ASSERT(pixels.size() ==
            static_cast<std::size_t>(slice.columns) * static_cast<std::size_t>(slice.rows));
  DcmFileFormat file;
  Attributes put(*file.getDataset());
  put_study(put, study);
  put_series(put, study, series);
  put_slice(put, slice);
  const auto count = static_cast<unsigned long>(pixels.size());
  LV_ASSERT(file.getDataset()->putAndInsertUint16Array(DCM_PixelData, pixels.data(), count).good());
  const std::vector<char> bytes = encoded(file, pixels.size_bytes());
  std::ofstream stream(path, std::ios::binary);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (!stream) {
    return Error{ErrorCode::unwritable, "a picture could not be written: is the disk full?", ""};
  }
  return {};
}

}  // namespace lv
