#include "engine/study/kind.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/volume/standard_plane.h"

namespace lv {
namespace {

constexpr double oblique_from_deg = 40.0;

}  // namespace

std::string_view name_of(Weighting weighting) {
  static constexpr std::array<std::string_view, 11> names = {
      "unknown", "T1", "T2", "PD", "FLAIR", "STIR", "T2*", "SWI", "DWI", "ADC", "MRA"};
  return names[static_cast<std::size_t>(weighting)];
}

std::string_view name_of(Plane plane) {
  static constexpr std::array<std::string_view, 5> names = {
      name_of(StandardPlane::axial), name_of(StandardPlane::sagittal),
      name_of(StandardPlane::coronal), "oblique", "unknown"};
  return names[static_cast<std::size_t>(plane)];
}

std::string_view name_of(Region region) {
  static constexpr std::array<std::string_view, 7> names = {
      "unknown", "brain", "cervical spine", "thoracic spine", "lumbar spine", "spine", "other"};
  return names[static_cast<std::size_t>(region)];
}

Plane plane_of_normal(const dvec3& normal) {
  const StandardPlane nearest = nearest_standard(normal);
  const double cosine = std::abs(glm::dot(glm::normalize(normal), standard_axes(nearest).away()));
  const double angle_deg = degrees_from_radians(std::acos(std::min(1.0, cosine)));
  return angle_deg > oblique_from_deg ? Plane::oblique : static_cast<Plane>(nearest);
}

}  // namespace lv
