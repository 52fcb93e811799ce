#include "engine/render/plane.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"

namespace lv {
namespace {

constexpr double least_letter = 0.1;  // of a unit vector: about 6 degrees

/// The next whole slice on the side of `sign` (1 or -1).
double next_slice(double slice, int sign) {
  constexpr double on_slice = 1e-6;
  const double nearest = std::round(slice);
  if (std::abs(slice - nearest) < on_slice) return nearest + sign;
  return sign > 0 ? std::ceil(slice) : std::floor(slice);
}

/// The inverse of Geometry::slice_at_coordinate for a whole slice, beyond the ends too.
double place_of_slice(const Geometry& geometry, double slice) {
  const double last = geometry.size.z - 1;
  if (geometry.regular() || last < 1) return slice;
  const double inside = std::clamp(slice, 0.0, last);
  const int end = inside == 0 ? 0 : geometry.size.z - 2;
  const double outer_gap =
      geometry.coordinate_of_slice(end + 1) - geometry.coordinate_of_slice(end);
  return geometry.coordinate_of_slice(static_cast<int>(inside)) + (slice - inside) * outer_gap;
}

}  // namespace

PlaneAxes native_axes(const dmat3& axes) {
  const dvec3 normal = glm::normalize(glm::cross(axes[0], axes[1]));
  const PlaneAxes standard = standard_axes(nearest_standard(normal));
  const dvec3 away = glm::dot(normal, standard.away()) > 0 ? normal : -normal;
  const dvec3 down = glm::normalize(standard.down - away * glm::dot(standard.down, away));
  return {glm::cross(down, away), down};
}

Affine<World, Pane> world_from_pane(const PlaneView& view, ExtentPx pane) {
  const dvec3 right = view.mm_per_px * view.axes.right, down = view.mm_per_px * view.axes.down;
  const dvec3 upper_left = view.centre - (pane.width / 2.0) * right - (pane.height / 2.0) * down;
  return {
      dmat4(dvec4(right, 0), dvec4(down, 0), dvec4(-view.axes.away(), 0), dvec4(upper_left, 1))};
}

double fitting_mm_per_px(const PlaneAxes& axes, const dvec3& centre, std::span<const dvec3> points,
                         ExtentPx pane) {
  LV_ASSERT(pane.width > 0 && pane.height > 0);
  double result = 0;
  for (const dvec3& point : points) {
    const double across = std::abs(glm::dot(point - centre, axes.right));
    const double along = std::abs(glm::dot(point - centre, axes.down));
    result = std::max({result, 2 * across / pane.width, 2 * along / pane.height});
  }
  return result;
}

std::string orientation_letters(const dvec3& direction) {
  struct Letter {
    double size;
    char letter;
  };
  const dvec3 d = glm::normalize(direction);
  std::array<Letter, 3> letters = {{{std::abs(d.x), d.x > 0 ? 'L' : 'R'},
                                    {std::abs(d.y), d.y > 0 ? 'P' : 'A'},
                                    {std::abs(d.z), d.z > 0 ? 'H' : 'F'}}};
  std::ranges::stable_sort(letters, std::ranges::greater{}, &Letter::size);
  std::string result;
  for (const Letter& letter : letters) {
    if (letter.size > least_letter) result += letter.letter;
  }
  return result;
}

EdgeLetters edge_letters(const PlaneAxes& axes) {
  return {orientation_letters(-axes.right), orientation_letters(axes.right),
          orientation_letters(-axes.down), orientation_letters(axes.down)};
}

dvec3 counting_normal(const PlaneAxes& axes) {
  const dvec3 away = axes.away();
  switch (nearest_standard(away)) {
    case StandardPlane::axial:
      return away.z > 0 ? away : -away;
    case StandardPlane::sagittal:
      return away.x > 0 ? away : -away;
    case StandardPlane::coronal:
      return away.y < 0 ? away : -away;
  }
  return away;
}

StackPosition stack_position(const Geometry& geometry, const dvec3& point, const dvec3& direction) {
  const Affine<Voxel, Scan> voxel_from_scan = inverse(geometry.scan_from_voxel);
  const dvec3 voxels_per_mm = voxel_from_scan.direction(direction);
  const dvec3 cosines = glm::abs(voxels_per_mm * geometry.spacing_mm());
  const int axis = cosines.z >= std::max(cosines.x, cosines.y) ? 2 : cosines.x >= cosines.y ? 0 : 1;
  const double place = voxel_from_scan(point)[axis];
  const double slice = axis == 2 ? geometry.slice_at_coordinate(place) : place;
  return {axis, place, slice, voxels_per_mm[axis] > 0, voxels_per_mm[axis]};
}

double step_mm(const Geometry& geometry, const dvec3& point, const dvec3& direction, int steps) {
  if (steps == 0) return 0;
  const StackPosition at = stack_position(geometry, point, direction);
  const int sign = (steps > 0) == at.rising ? 1 : -1;
  const double wanted = next_slice(at.slice, sign) + sign * (std::abs(steps) - 1);
  const double wanted_place = at.axis == 2 ? place_of_slice(geometry, wanted) : wanted;
  return (wanted_place - at.place) / at.per_mm;
}

}  // namespace lv
