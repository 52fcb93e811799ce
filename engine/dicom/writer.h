// Writes one picture of a classic MR series as a DICOM file (PS3.3 A.4, MR Image Storage; PS3.10),
// run-length encoded without loss. Any thread; every call owns its file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "engine/core/math.h"
#include "engine/core/result.h"

namespace lv {

/// What all pictures of a study say. Dates YYYYMMDD, times HHMMSS, texts UTF-8; texts of several
/// values are separated by a backslash.
struct MrStudy {
  std::string patient_name, patient_id, patient_birth_date, patient_sex;
  std::string study_uid, frame_of_reference_uid;
  std::string study_id, date, time, description;
  std::string institution, manufacturer, model;
  std::string body_part;  ///< Body Part Examined
  double field_tesla = 0;
};

/// What all pictures of a series say. An empty text or a 0 is left out, or written empty where the
/// standard wants the attribute.
struct MrSeries {
  std::string series_uid, description, protocol, time;
  int number = 0;
  std::string image_type;  ///< ORIGINAL\PRIMARY\…
  std::string scanning_sequence, sequence_variant, scan_options, sequence_name;
  std::string acquisition_type;  ///< 2D or 3D
  std::string contrast_agent;
  double repetition_ms = 0, echo_ms = 0, inversion_ms = 0, flip_deg = 0;
  int echo_train_length = 1;
  double slice_thickness_mm = 0, spacing_between_slices_mm = 0;
  double window_level = 0, window_width = 0;
};

/// One picture. Frame: patient LPS, mm.
struct MrSlice {
  std::string instance_uid;
  int number = 0;
  int columns = 0, rows = 0;
  dvec3 position;                              ///< centre of the first pixel
  dvec3 row_direction;                         ///< unit, in which the column index rises
  dvec3 column_direction;                      ///< unit, in which the row index rises
  double column_spacing = 0, row_spacing = 0;  ///< mm between columns, between rows
};

/// `pixels`: columns * rows values of at most 4095, column index fastest. Overwrites `path`.
/// Errors: unwritable (naming no path), unavailable (DCMTK has no dictionary).
Result<void> write_mr_slice(const std::filesystem::path& path, const MrStudy& study,
                            const MrSeries& series, const MrSlice& slice,
                            std::span<const std::uint16_t> pixels);

}  // namespace lv
