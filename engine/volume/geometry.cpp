#include "engine/volume/geometry.h"

#include <algorithm>

#include "engine/core/assert.h"

namespace lv {

dvec3 Geometry::spacing_mm() const {
  const dmat4& m = scan_from_voxel.matrix;
  return {glm::length(dvec3(m[0])), glm::length(dvec3(m[1])), glm::length(dvec3(m[2]))};
}

dmat3 Geometry::axes() const {
  const dmat4& m = scan_from_voxel.matrix;
  return {glm::normalize(dvec3(m[0])), glm::normalize(dvec3(m[1])), glm::normalize(dvec3(m[2]))};
}

double Geometry::thickness_mm() const {
  return slice_thickness_mm > 0 ? slice_thickness_mm : spacing_mm().z;
}

std::size_t Geometry::voxel_count() const {
  return static_cast<std::size_t>(size.x) * static_cast<std::size_t>(size.y) *
         static_cast<std::size_t>(size.z);
}

double Geometry::coordinate_of_slice(int k) const {
  return regular() ? k : slice_coordinates[static_cast<std::size_t>(k)];
}

double Geometry::slice_at_coordinate(double coordinate) const {
  if (regular() || size.z < 2) return coordinate;
  const auto& places = slice_coordinates;
  const auto above = std::upper_bound(places.begin() + 1, places.end() - 1, coordinate);
  const auto k = static_cast<std::size_t>(above - places.begin()) - 1;
  return static_cast<double>(k) + (coordinate - places[k]) / (places[k + 1] - places[k]);
}

bool Geometry::in_unscanned_gap(double coordinate) const {
  if (regular() || size.z < 2) return false;
  const int k = std::clamp(static_cast<int>(slice_at_coordinate(coordinate)), 0, size.z - 2);
  const double distance_mm = (coordinate_of_slice(k + 1) - coordinate_of_slice(k)) * spacing_mm().z;
  return distance_mm > 2.0 * thickness_mm();
}

dvec3 Geometry::centre() const {
  return scan_from_voxel({(size.x - 1) / 2.0, (size.y - 1) / 2.0,
                          (coordinate_of_slice(0) + coordinate_of_slice(size.z - 1)) / 2.0});
}

std::array<dvec3, 8> Geometry::corners() const {
  LV_ASSERT(size.x > 0 && size.y > 0 && size.z > 0);
  const double half_slab = 0.5 * thickness_mm() / spacing_mm().z;
  const dvec3 low(-0.5, -0.5, coordinate_of_slice(0) - half_slab);
  const dvec3 high(size.x - 0.5, size.y - 0.5, coordinate_of_slice(size.z - 1) + half_slab);
  std::array<dvec3, 8> result;
  for (unsigned c = 0; c < 8; ++c) {
    result[c] =
        scan_from_voxel({c & 1 ? high.x : low.x, c & 2 ? high.y : low.y, c & 4 ? high.z : low.z});
  }
  return result;
}

double Geometry::outside_mm(const dvec3& point) const {
  const dvec3 voxel = inverse(scan_from_voxel)(point);
  const dvec3 last(size.x - 1, size.y - 1, coordinate_of_slice(size.z - 1));
  const dvec3 out = glm::max(dvec3(0.0), glm::max(-0.5 - voxel, voxel - last - 0.5));
  return glm::length(out * spacing_mm());
}

Geometry without_slices(Geometry geometry, const std::vector<int>& slices) {
  if (slices.empty()) return geometry;
  std::vector<double> places;
  for (int k = 0; k < geometry.size.z; ++k) {
    if (!std::ranges::binary_search(slices, k)) places.push_back(geometry.coordinate_of_slice(k));
  }
  const double first = places.front();
  dmat4& map = geometry.scan_from_voxel.matrix;
  map[3] += map[2] * first;
  for (double& place : places) place -= first;
  geometry.size.z = static_cast<int>(places.size());
  const bool even = places.back() == static_cast<double>(geometry.size.z - 1);
  geometry.slice_coordinates = even && geometry.regular() ? std::vector<double>() : places;
  return geometry;
}

Geometry with_slice_spacing(Geometry geometry, double spacing_mm) {
  geometry.scan_from_voxel.matrix[2] *= spacing_mm / geometry.spacing_mm().z;
  return geometry;
}

Geometry regular_geometry(ivec3 size, const dvec3& row_direction, const dvec3& column_direction,
                          const dvec3& slice_direction, const dvec3& spacing_mm,
                          const dvec3& first_voxel) {
  Geometry geometry;
  geometry.size = size;
  geometry.scan_from_voxel.matrix =
      dmat4(dvec4(row_direction * spacing_mm.x, 0), dvec4(column_direction * spacing_mm.y, 0),
            dvec4(slice_direction * spacing_mm.z, 0), dvec4(first_voxel, 1));
  return geometry;
}

}  // namespace lv
