#include "engine/dicom/writer.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmdata/dctk.h>
#include "engine/core/assert.h"
#include "engine/dicom/put_dcmtk.h"
#include "engine/dicom/toolkit.h"

namespace lv {
namespace {

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

bool register_encoder() {
  DcmRLEEncoderRegistration::registerCodecs();
  return true;
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
  put_slice(put, slice, 12);
  put.text(DCM_AcquisitionNumber, "1");
  const auto count = static_cast<unsigned long>(pixels.size());
  LV_ASSERT(file.getDataset()->putAndInsertUint16Array(DCM_PixelData, pixels.data(), count).good());
  static const bool registered = register_encoder();
  LV_ASSERT(registered && file.getDataset()->chooseRepresentation(EXS_RLELossless, nullptr).good());
  return save_dicom(path, file, EXS_RLELossless, pixels.size_bytes());
}

}  // namespace lv
