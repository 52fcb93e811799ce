// What longview keeps of a picture's DICOM header: the few attributes that decide where the picture
// lies, what kind it is, and whose it is. Plain values, so that everything in engine/study can be
// tested from tables of headers. Name, birth date, sex and ID stay in memory only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/math.h"

namespace lv {

class Archive;

/// The file that holds a picture, or the member of an archive.
struct FileSource {
  std::string path;          ///< the file or the (outermost) archive, in the system's bytes
  std::int64_t member = -1;  ///< number of the member in `archive`; -1: a plain file
  std::shared_ptr<const Archive> archive = {};  ///< engine/dicom/archive.h
  bool operator==(const FileSource&) const = default;
};

/// Whose picture it is, as this file says (PS3.3 C.7.1.1). UTF-8, any part may be empty.
struct PersonTags {
  std::string name, id, birth_date, sex;
  bool operator==(const PersonTags&) const = default;
};

/// ComplexImageComponent (0008,9208), or the same said by ImageType.
enum class Component : std::uint8_t { magnitude, phase, real, imaginary, field_map };

/// What is usually the same for all pictures of a series; shared between them. Texts are UTF-8,
/// multi-valued ones joined with '\'.
struct SeriesHeader {
  std::string study_uid, series_uid, frame_of_reference_uid, sop_class_uid, modality;
  PersonTags person;
  std::string study_date, series_date, acquisition_date;  ///< as written
  std::string study_description, series_description, protocol_name, body_part;
  std::string manufacturer, model;
  std::string image_type, scanning_sequence, sequence_variant, scan_options, sequence_name;
  std::string acquisition_type;      ///< 2D, 3D
  std::string acquisition_contrast;  ///< (0008,9209): T1, FLUID_ATTENUATED, …
  std::string echo_pulse_sequence;   ///< (0018,9008): SPIN, GRADIENT, BOTH
  std::string fat_suppression;       ///< (0018,9025) spectrally selected suppression
  std::string contrast_agent;
  std::string laterality;  ///< L, R
  std::string session;     ///< of a researcher's folder: "ses-2", "visit2"
  std::string photometric;
  std::string transfer_syntax_uid;
  std::optional<int> series_number;
  double contrast_volume_ml = 0.0;
  double field_strength_t = 0.0;  ///< 0: not said; gauss of old files already turned into tesla
  int columns = 0, rows = 0;      ///< of one picture: of one tile where a frame holds many
  int tiles_across = 0;  ///< Siemens mosaic, UIH grid: tiles side by side in a frame; else 0
  int frames = 1;        ///< NumberOfFrames of the file
  bool has_pixels = false;
  bool lossy = false;            ///< was once compressed with loss
  bool nifti = false;            ///< of a NIfTI file; a frame is one of its slices
  std::string place_doubt;       ///< that a NIfTI file says two places, and which is used; or empty
  std::string_view scale_doubt;  ///< why its values stay as they are stored; a constant, or empty
  bool operator==(const SeriesHeader&) const = default;
};

/// Position and direction of a picture (PS3.3 C.7.6.2), LPS mm, as written: not yet judged.
struct PicturePlane {
  dvec3 position;          ///< centre of the first voxel
  dvec3 row_direction;     ///< of rising column index
  dvec3 column_direction;  ///< of rising row index
};

/// One picture: a file, or one frame of a multi-frame file, or one tile of a mosaic.
/// Times in ms; 0: not said.
struct Picture {
  std::shared_ptr<const SeriesHeader> header;
  std::shared_ptr<const FileSource> source;
  std::string sop_uid;
  std::int32_t frame = 0;  ///< which frame, or tile, of the source
  std::optional<PicturePlane> plane;
  dvec2 pixel_spacing_mm{0.0};           ///< distance of rows, distance of columns (as (0028,0030))
  double slice_thickness_mm = 0.0;       ///< (0018,0050)
  double spacing_between_mm = 0.0;       ///< (0018,0088): cross-check only
  std::optional<double> slice_location;  ///< (0020,1041): shown, never used
  float echo_time = 0.0F, repetition_time = 0.0F, inversion_time = 0.0F, flip_angle_deg = 0.0F;
  std::optional<float> b_value;
  std::optional<float> time_s;  ///< acquisition time of day
  std::int32_t instance_number = 0, acquisition_number = 0, temporal_position = 0;
  Component component = Component::magnitude;
};

}  // namespace lv
