// What a researcher's folder says of a NIfTI file in words: the JSON file beside it, the tables of
// its BIDS folder, and its name.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "engine/study/header.h"

namespace lv {

/// What is there of the header and of the times of a picture; the rest keeps its defaults.
struct Sidecar {
  SeriesHeader header;
  double slice_thickness_mm = 0.0;
  float echo_time = 0.0F, repetition_time = 0.0F, inversion_time = 0.0F;  ///< ms
  float flip_angle_deg = 0.0F;
  std::optional<float> time_s;  ///< acquisition time of day
};

/// Whether its name says that it holds a mask or what is drawn on a scan, and no scan.
bool holds_labels(const std::filesystem::path& nifti);

/// All of a text file; empty: there is none.
using ReadText = std::function<std::string(const std::filesystem::path&)>;
std::string text_on_disk(const std::filesystem::path& path);
constexpr std::uintmax_t largest_text_bytes = 4 << 20;  ///< nobody has written more by hand

/// A JSON file that tells of a NIfTI file is named like that one: with both endings.
std::array<std::string, 2> nifti_names_beside(const std::filesystem::path& json);

/// Of `nifti`, a file whose name ends in .nii or .nii.gz. A JSON file that is damaged, or no
/// sidecar, says nothing.
Sidecar read_sidecar(const std::filesystem::path& nifti, const ReadText& read = text_on_disk);

}  // namespace lv
