#include "app/view/place_in_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/view/bend_view.h"

namespace lv {
namespace {

/// "L 12.3": how far along an axis of the patient, by the letter of its end.
std::string along_text(double mm, char positive, char negative) {
  return fmt::format("{} {:.1f}", mm < 0 ? negative : positive, std::abs(mm));
}

}  // namespace

double slice_at(const ComparedDate& date, const dvec3& point) {
  const Geometry& geometry = date.volume->geometry;
  return geometry.slice_at_coordinate(inverse(geometry.scan_from_voxel)(point).z);
}

int nearest_slice(const ComparedDate& date, const dvec3& point) {
  return std::clamp(static_cast<int>(std::round(slice_at(date, point))), 0,
                    date.volume->geometry.size.z - 1);
}

bool beyond_scan(const ComparedDate& date, const dvec3& point) {
  const Geometry& geometry = date.volume->geometry;
  const double half = 0.5 * geometry.thickness_mm() / geometry.spacing_mm().z + 1e-3;
  const double slice = slice_at(date, point);
  return slice < -half || slice > geometry.size.z - 1 + half;
}

double from_nearest_slice_mm(const ComparedDate& date, const dvec3& point) {
  const Geometry& geometry = date.volume->geometry;
  const double coordinate = inverse(geometry.scan_from_voxel)(point).z;
  return std::abs(coordinate - geometry.coordinate_of_slice(nearest_slice(date, point))) *
         geometry.spacing_mm().z;
}

std::string measured_text(const ComparedDate& date, const ViewState& view, const dvec3& world) {
  if (!date.volume) return "not read";
  const Geometry& geometry = date.volume->geometry;
  const dvec3 point = scan_point(date, view, world);
  const dvec3 voxel = inverse(geometry.scan_from_voxel)(point);
  const ivec3 nearest(std::lround(voxel.x), std::lround(voxel.y), nearest_slice(date, point));
  const bool inside = nearest.x >= 0 && nearest.y >= 0 && nearest.x < geometry.size.x &&
                      nearest.y < geometry.size.y;
  if (!inside || beyond_scan(date, point) || geometry.in_unscanned_gap(voxel.z)) {
    return "not scanned";
  }
  const double value = date.volume->value(date.volume->sample(nearest.x, nearest.y, nearest.z));
  if (date.flat) return fmt::format("{:g}", value);
  return fmt::format("{:g} at {} {} {} mm", value, along_text(point.x, 'L', 'R'),
                     along_text(point.y, 'P', 'A'), along_text(point.z, 'H', 'F'));
}

}  // namespace lv
