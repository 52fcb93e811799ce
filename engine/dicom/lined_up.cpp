#include "engine/dicom/lined_up.h"

#include <vector>

#include "engine/dicom/own_uid.h"
#include "engine/dicom/put_dcmtk.h"
#include "engine/dicom/toolkit.h"
#include "engine/volume/resample.h"

namespace lv {
namespace {

/// Copied from the date's own files where they have them, as they are written there: which scanner,
/// how it was measured.
const DcmTagKey copied[] = {
    DCM_SeriesDate,       DCM_SeriesTime,         DCM_AcquisitionDate,   DCM_AcquisitionTime,
    DCM_ContentDate,      DCM_ContentTime,        DCM_SeriesDescription, DCM_ProtocolName,
    DCM_PatientPosition,  DCM_InstitutionName,    DCM_Manufacturer,      DCM_ManufacturerModelName,
    DCM_StationName,      DCM_ScanningSequence,   DCM_SequenceVariant,   DCM_ScanOptions,
    DCM_SequenceName,     DCM_MRAcquisitionType,  DCM_RepetitionTime,    DCM_EchoTime,
    DCM_InversionTime,    DCM_EchoTrainLength,    DCM_FlipAngle,         DCM_MagneticFieldStrength,
    DCM_ImagingFrequency, DCM_ContrastBolusAgent, DCM_WindowCenter,      DCM_WindowWidth};
/// Those that must stand there, if empty (type 2).
const DcmTagKey wanted_if_empty[] = {DCM_PatientName,
                                     DCM_PatientID,
                                     DCM_PatientBirthDate,
                                     DCM_PatientSex,
                                     DCM_StudyDate,
                                     DCM_StudyTime,
                                     DCM_ReferringPhysicianName,
                                     DCM_StudyID,
                                     DCM_AccessionNumber,
                                     DCM_PositionReferenceIndicator};

/// A picture as other objects name it.
struct Named {
  std::string class_uid, instance_uid;
  auto operator<=>(const Named&) const = default;
};

/// The pictures of a series; a file of many frames is named once.
Result<std::vector<Named>> pictures_of(const Series& series) {
  std::vector<Named> found;
  for (const Slice& slice : series.slices) {
    LV_ASSIGN(const DicomFile file, parse_dicom(*slice.source));
    OFString class_uid, instance_uid;
    file->getDataset()->findAndGetOFString(DCM_SOPClassUID, class_uid);
    file->getDataset()->findAndGetOFString(DCM_SOPInstanceUID, instance_uid);
    const Named named{class_uid.c_str(), instance_uid.c_str()};
    if (found.empty() || found.back() != named) found.push_back(named);
  }
  return found;
}

/// The date's files may be written in letters that have none of ours but these; and a Short Text
/// has at most 1024.
std::string plain_text(std::string text) {
  std::erase_if(text, [](char c) { return c < ' ' || c > '~'; });
  return text.substr(0, 1024);
}

/// What the UIDs are made from: other values, another map or another longview make other objects.
std::string identity_of(const LinedUp& made) {
  std::string text =
      fmt::format("{}/{} in {}/{} by {}", made.date.key.series_uid, made.date.key.part,
                  made.reference.key.series_uid, made.reference.key.part, made.version);
  for (int i = 0; i < 16; ++i) {
    text += fmt::format(" {:.9f}", made.date_from_reference.matrix[i / 4][i % 4]);
  }
  const std::vector<std::uint16_t>& samples = made.resampled.samples;
  return text + " " + own_uid({reinterpret_cast<const char*>(samples.data()), 2 * samples.size()});
}

std::string frame_uid(const Series& series) {
  const std::string& known = series.header->frame_of_reference_uid;
  return known.empty() ? own_uid("frame of " + series.key.series_uid) : known;
}

/// Whose pictures they are, in which study, of which part of the body.
void put_patient(Attributes& put, DcmItem& source) {
  for (const DcmTagKey& tag :
       {DCM_SpecificCharacterSet, DCM_StudyInstanceUID, DCM_StudyDescription, DCM_IssuerOfPatientID,
        DCM_PatientAge, DCM_PatientSize, DCM_PatientWeight}) {
    put.copy(tag, source);
  }
  for (const DcmTagKey& tag : wanted_if_empty) {
    if (!put.copy(tag, source)) put.text(tag, "");
  }
  // Where no part is named, the side must be, if only as not known.
  const bool part = put.copy(DCM_BodyPartExamined, source);
  if (!put.copy(DCM_Laterality, source) && !part) put.text(DCM_Laterality, "");
}

void put_references(Attributes& put, const DcmTagKey& sequence,
                    const std::vector<Named>& pictures) {
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    Attributes item = put.item(sequence, static_cast<long>(i));
    item.text(DCM_ReferencedSOPClassUID, pictures[i].class_uid);
    item.text(DCM_ReferencedSOPInstanceUID, pictures[i].instance_uid);
  }
}

void put_derivation(Attributes& put, const LinedUp& made, const std::vector<Named>& pictures) {
  put.text(DCM_ImageType, "DERIVED\\SECONDARY\\RESAMPLED");
  put.text(DCM_DerivationDescription,
           plain_text("Lined up by longview " + made.version +
                      " with another date and resampled in its space, trilinear" +
                      (made.bend.empty() ? "" : ", bent along the spine") +
                      ". Not for diagnosis. " + made.how));
  put.code(DCM_DerivationCodeSequence, "113085", "DCM", "Spatial resampling");
  put_references(put, DCM_SourceImageSequence, pictures);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    put.item(DCM_SourceImageSequence, static_cast<long>(i))
        .code(DCM_PurposeOfReferenceCodeSequence, "121322", "DCM",
              "Source image for image processing operation");
  }
  Attributes by = put.item(DCM_ContributingEquipmentSequence);
  by.text(DCM_Manufacturer, "longview");
  by.text(DCM_SoftwareVersions, made.version);
  by.code(DCM_PurposeOfReferenceCodeSequence, "109102", "DCM", "Processing Equipment");
  put.text(DCM_BurnedInAnnotation, "NO");
  put.text(DCM_LossyImageCompression, made.date.header->lossy ? "01" : "00");
}

/// What the standard wants of a series of MR pictures and the date's files may not say at their top
/// level.
void put_measurement(Attributes& put, DcmItem& source, const LinedUp& made) {
  const SeriesHeader& header = *made.date.header;
  const auto need = [&](const DcmTagKey& tag, const std::string& value) {
    if (!source.tagExistsWithValue(tag)) put.text(tag, value);
  };
  const auto or_else = [](const std::string& text, const char* other) {
    return text.empty() ? other : text;
  };
  need(DCM_ScanningSequence, or_else(header.scanning_sequence, "RM"));
  need(DCM_SequenceVariant, or_else(header.sequence_variant, "NONE"));
  need(DCM_ScanOptions, header.scan_options);
  need(DCM_MRAcquisitionType, header.acquisition_type);
  need(DCM_Manufacturer, header.manufacturer);
  need(DCM_PatientPosition, "");
  need(DCM_EchoTrainLength, "");
  const auto number = [](double ms) { return ms > 0 ? fmt::format("{:.7g}", ms) : std::string(); };
  need(DCM_EchoTime, number(made.date.echo_time_ms));
  need(DCM_RepetitionTime, number(made.date.repetition_time_ms));
  if (made.date.inversion_time_ms > 0) {
    need(DCM_InversionTime, number(made.date.inversion_time_ms));
  }
  if (header.field_strength_t > 0) need(DCM_MagneticFieldStrength, number(header.field_strength_t));
}

MrSlice slice_of(const Geometry& grid, int k, const std::string& identity) {
  MrSlice slice;
  slice.instance_uid = own_uid(identity + " slice " + std::to_string(k));
  slice.number = k + 1;
  slice.columns = grid.size.x;
  slice.rows = grid.size.y;
  slice.position = grid.scan_from_voxel(dvec3(0, 0, k));
  slice.row_direction = grid.axes()[0];
  slice.column_direction = grid.axes()[1];
  slice.column_spacing = grid.spacing_mm().x;
  slice.row_spacing = grid.spacing_mm().y;
  return slice;
}

void put_series(Attributes& put, const LinedUp& made, const std::string& identity) {
  const Geometry& grid = made.resampled.geometry;
  put.text(DCM_Modality, "MR");
  put.text(DCM_SeriesInstanceUID, own_uid(identity));
  put.text(DCM_SeriesNumber, std::to_string(9000 + made.date.header->series_number.value_or(0)));
  put.text(DCM_FrameOfReferenceUID, frame_uid(made.reference));
  put.number(DCM_SliceThickness, grid.thickness_mm());
  put.number(DCM_SpacingBetweenSlices, grid.spacing_mm().z);
  if (made.resampled.scale != 1 || made.resampled.offset != 0) {
    put.number(DCM_RescaleSlope, made.resampled.scale);
    put.number(DCM_RescaleIntercept, made.resampled.offset);
    put.text(DCM_RescaleType, "US");
  }
}

Result<void> write_slices(const std::filesystem::path& folder, const LinedUp& made, DcmItem& source,
                          const std::vector<Named>& pictures) {
  const std::string identity = identity_of(made);
  const ivec3 size = made.resampled.geometry.size;
  const auto count = static_cast<std::size_t>(size.x) * static_cast<std::size_t>(size.y);
  for (int k = 0; k < size.z; ++k) {
    DcmFileFormat file;
    Attributes put(*file.getDataset());
    put_patient(put, source);
    for (const DcmTagKey& tag : copied) put.copy(tag, source);
    put_measurement(put, source, made);
    put_derivation(put, made, pictures);
    put_series(put, made, identity);
    put_slice(put, slice_of(made.resampled.geometry, k, identity), 16);
    const std::uint16_t* const pixels =
        &made.resampled.samples[static_cast<std::size_t>(k) * count];
    LV_ASSERT(
        file.getDataset()
            ->putAndInsertUint16Array(DCM_PixelData, pixels, static_cast<unsigned long>(count))
            .good());
    LV_TRY(save_dicom(folder / fmt::format("{:04}.dcm", k + 1), file, EXS_LittleEndianExplicit,
                      2 * count));
  }
  return {};
}

/// "m11\m12\…", by rows.
std::string matrix_text(const dmat4& matrix) {
  std::string text;
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      text += fmt::format("{}{:.10f}", text.empty() ? "" : "\\", matrix[column][row]);
    }
  }
  return text;
}

void put_kind_of_map(Attributes& put, bool identical) {
  if (identical) {
    put.code(DCM_RegistrationTypeCodeSequence, "125021", "DCM", "Frame of Reference Identity");
  } else {
    put.code(DCM_RegistrationTypeCodeSequence, "125024", "DCM", "Image Content-based Alignment");
  }
}

void put_matrix(Attributes put, const dmat4& matrix) {
  put.text(DCM_FrameOfReferenceTransformationMatrix, matrix_text(matrix));
  put.text(DCM_FrameOfReferenceTransformationMatrixType, "RIGID");
}

/// One of the two spaces, and how its points become the reference's.
void put_space(Attributes put, const std::string& frame, const dmat4& to_reference,
               const std::vector<Named>& pictures) {
  put.text(DCM_FrameOfReferenceUID, frame);
  put_references(put, DCM_ReferencedImageSequence, pictures);
  Attributes registration = put.item(DCM_MatrixRegistrationSequence);
  put_kind_of_map(registration, to_reference == dmat4(1.0));
  put_matrix(registration.item(DCM_MatrixSequence), to_reference);
}

constexpr double bend_step_mm = 2;

/// The reference's box at places so close that the bend is straight between them.
Geometry bend_grid(const Geometry& box) {
  const dmat3 axes = box.axes();
  const dvec3 spacing = box.spacing_mm(), last = dvec3(box.size - 1);
  const ivec3 steps = ivec3(glm::ceil(last * spacing / bend_step_mm));
  // A reader takes the third axis from the first two, whichever way the slices are counted.
  const dvec3 depth = glm::cross(axes[0], axes[1]);
  const bool backwards = glm::dot(depth, axes[2]) < 0;
  const dvec3 first = box.scan_from_voxel(dvec3(0, 0, backwards ? last.z : 0));
  return regular_geometry(steps + 1, axes[0], axes[1], depth, dvec3(bend_step_mm), first);
}

/// How a point of the reference becomes the date's: moved by the vector at its place in the grid,
/// then by the matrix (PS3.3 C.20.3.1.1). Returns how many bytes the vectors take.
std::size_t put_bend(Attributes put, const LinedUp& made, const std::vector<Named>& pictures) {
  put.text(DCM_SourceFrameOfReferenceUID, frame_uid(made.date));
  put_references(put, DCM_ReferencedImageSequence, pictures);
  put_kind_of_map(put, false);
  put_matrix(put.item(DCM_PreDeformationMatrixRegistrationSequence), dmat4(1.0));
  put_matrix(put.item(DCM_PostDeformationMatrixRegistrationSequence),
             made.date_from_reference.matrix);
  const Geometry grid = bend_grid(made.resampled.geometry);
  Attributes field = put.item(DCM_DeformableRegistrationGridSequence);
  field.place(grid.scan_from_voxel(dvec3(0)), grid.axes()[0], grid.axes()[1]);
  field.whole_numbers(DCM_GridDimensions, grid.size);
  field.doubles(DCM_GridResolution, dvec3(bend_step_mm));
  std::vector<float> vectors;
  for (const vec3& moved : displacements(grid, Affine<Scan, World>(), made.bend)) {
    vectors.insert(vectors.end(), {moved.x, moved.y, moved.z});
  }
  field.floats(DCM_VectorGridData, vectors);
  return vectors.size() * sizeof(float);
}

/// Whose pictures are named: those of a series in this study, or in another.
void put_series_named(Attributes put, const Series& series, const std::vector<Named>& pictures) {
  put.text(DCM_SeriesInstanceUID, series.key.series_uid);
  put_references(put, DCM_ReferencedInstanceSequence, pictures);
}

void put_common_references(Attributes& put, const LinedUp& made, const std::vector<Named>& pictures,
                           const std::vector<Named>& reference) {
  put_series_named(put.item(DCM_ReferencedSeriesSequence), made.date, pictures);
  if (made.date.key.series_uid == made.reference.key.series_uid) return;
  if (made.date.header->study_uid == made.reference.header->study_uid) {
    put_series_named(put.item(DCM_ReferencedSeriesSequence, 1), made.reference, reference);
    return;
  }
  Attributes other = put.item(DCM_StudiesContainingOtherReferencedInstancesSequence);
  other.text(DCM_StudyInstanceUID, made.reference.header->study_uid);
  put_series_named(other.item(DCM_ReferencedSeriesSequence), made.reference, reference);
}

void put_spaces(Attributes& put, const LinedUp& made, const std::vector<Named>& pictures,
                const std::vector<Named>& reference) {
  put_space(put.item(DCM_RegistrationSequence), frame_uid(made.reference), dmat4(1.0), reference);
  if (made.date.key.series_uid == made.reference.key.series_uid) return;
  put_space(put.item(DCM_RegistrationSequence, 1), frame_uid(made.date),
            inverse(made.date_from_reference).matrix, pictures);
}

Result<void> write_registration(const std::filesystem::path& path, const LinedUp& made,
                                DcmItem& source, const std::vector<Named>& pictures) {
  LV_ASSIGN(const std::vector<Named> reference, pictures_of(made.reference));
  const std::string identity = identity_of(made) + " registration";
  DcmFileFormat file;
  Attributes put(*file.getDataset());
  put_patient(put, source);
  put.text(DCM_SOPClassUID, made.bend.empty() ? UID_SpatialRegistrationStorage
                                              : UID_DeformableSpatialRegistrationStorage);
  put.text(DCM_SOPInstanceUID, own_uid(identity + " object"));
  put.text(DCM_Modality, "REG");
  put.text(DCM_SeriesInstanceUID, own_uid(identity));
  put.text(DCM_SeriesNumber, std::to_string(9500 + made.date.header->series_number.value_or(0)));
  put.text(DCM_InstanceNumber, "1");
  put.text(DCM_FrameOfReferenceUID, frame_uid(made.reference));
  put.text(DCM_Manufacturer, "longview");
  put.text(DCM_ManufacturerModelName, "longview");
  put.text(DCM_DeviceSerialNumber, "none");
  put.text(DCM_SoftwareVersions, made.version);
  // The scan's, not today's: the same work makes the same object.
  const auto& date = made.date.header->study_date;
  put.text(DCM_ContentDate, date.empty() ? "19000101" : date);
  put.text(DCM_ContentTime, "000000");
  put.text(DCM_ContentLabel, "LINED_UP");
  put.text(DCM_ContentDescription,
           made.bend.empty() ? "rigid map to another date" : "bent map to another date");
  put.text(DCM_ContentCreatorName, "");
  std::size_t vector_bytes = 0;
  if (made.bend.empty()) {
    put_spaces(put, made, pictures, reference);
  } else {
    vector_bytes = put_bend(put.item(DCM_DeformableRegistrationSequence), made, pictures);
  }
  put_common_references(put, made, pictures, reference);
  return save_dicom(path, file, EXS_LittleEndianExplicit, vector_bytes);
}

}  // namespace

Result<void> write_lined_up(const std::filesystem::path& folder, const LinedUp& made) {
  LV_TRY(prepare_dicom());
  return at_the_door([&]() -> Result<void> {
    LV_ASSIGN(const DicomFile source, parse_dicom(*made.date.slices.front().source));
    LV_ASSIGN(const std::vector<Named> pictures, pictures_of(made.date));
    LV_TRY(write_slices(folder, made, *source->getDataset(), pictures));
    return write_registration(folder / "registration.dcm", made, *source->getDataset(), pictures);
  });
}

}  // namespace lv
