// The three planes of the body in the radiological convention: their names and which way up they
// are shown. Frames are LPS, mm.
#pragma once

#include <array>
#include <string_view>

#include "engine/core/math.h"

namespace lv {

enum class StandardPlane { axial, sagittal, coronal };
inline constexpr std::array standard_planes = {StandardPlane::axial, StandardPlane::sagittal,
                                               StandardPlane::coronal};

/// "axial".
constexpr std::string_view name_of(StandardPlane plane) {
  constexpr std::array<std::string_view, 3> names = {"axial", "sagittal", "coronal"};
  return names[static_cast<std::size_t>(plane)];
}

/// How a picture lies in the patient: unit directions at right angles.
struct PlaneAxes {
  dvec3 right{1, 0, 0};
  dvec3 down{0, 1, 0};

  /// Into the screen.
  dvec3 away() const { return glm::cross(right, down); }
};

/// Axial: seen from the feet, patient's left on the right, front up. Coronal: seen from the front,
/// left on the right, head up. Sagittal: seen from the left, nose left, head up.
PlaneAxes standard_axes(StandardPlane plane);

/// The standard plane whose normal is nearest to this one (LPS, any length and sign).
StandardPlane nearest_standard(const dvec3& normal);

}  // namespace lv
