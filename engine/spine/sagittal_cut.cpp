#include "engine/spine/sagittal_cut.h"

#include <algorithm>
#include <cmath>

#include "engine/volume/sampling.h"

namespace lv {
namespace {

constexpr double least_step_mm = 3.0;  ///< between planes: thinner slices show the same

/// The scan's own axis that runs across the body best, pointing to the patient's left.
dvec3 axis_to_the_left(const dmat3& axes) {
  dvec3 best = axes[0];
  for (int a = 1; a < 3; ++a) {
    if (std::abs(axes[a].x) > std::abs(best.x)) best = axes[a];
  }
  return best.x < 0.0 ? -best : best;
}

/// Places along `left`: those of the slices where the scan is sagittal, else every few mm.
std::vector<double> planes_within(const Geometry& geometry, const SagittalCut& cut, double low,
                                  double high) {
  const dmat3 axes = geometry.axes();
  std::vector<double> places;
  if (std::abs(glm::dot(axes[2], cut.left)) > 0.9) {
    for (int k = 0; k < geometry.size.z; ++k) {
      const dvec3 voxel(0.5 * (geometry.size.x - 1), 0.5 * (geometry.size.y - 1),
                        geometry.coordinate_of_slice(k));
      places.push_back(glm::dot(geometry.scan_from_voxel(voxel) - cut.corner, cut.left));
    }
    std::ranges::sort(places);
  } else {
    for (double mm = low; mm <= high; mm += least_step_mm) places.push_back(mm);
  }
  std::vector<double> kept;
  for (const double mm : places) {
    if (mm < low - 0.1 || mm > high + 0.1) continue;
    if (kept.empty() || mm >= kept.back() + least_step_mm) kept.push_back(mm);
  }
  return kept;
}

}  // namespace

SagittalCut sagittal_cut(const Geometry& geometry, double reach_mm) {
  SagittalCut cut;
  cut.left = axis_to_the_left(geometry.axes());
  const dvec3 feet(0, 0, -1);
  cut.down = glm::normalize(feet - cut.left * glm::dot(cut.left, feet));
  cut.back = glm::cross(cut.left, cut.down) * -1.0;
  if (cut.back.y < 0.0) cut.back = -cut.back;
  dvec3 low(1e9), high(-1e9);
  for (const dvec3& corner : geometry.corners()) {
    const dvec3 place(glm::dot(corner, cut.back), glm::dot(corner, cut.down),
                      glm::dot(corner, cut.left));
    low = glm::min(low, place);
    high = glm::max(high, place);
  }
  cut.corner = low.x * cut.back + low.y * cut.down + low.z * cut.left;
  cut.size_mm = ivec2(static_cast<int>(high.x - low.x) + 1, static_cast<int>(high.y - low.y) + 1);
  const double middle = 0.5 * (high.z - low.z);
  cut.planes_mm = planes_within(geometry, cut, middle - reach_mm, middle + reach_mm);
  return cut;
}

PlaneImage cut_picture(const Volume& volume, const SagittalCut& cut, double left_mm,
                       double pixel_mm) {
  const Geometry& geometry = volume.geometry;
  const GridView grid{volume.samples.data(), geometry.size.x, geometry.size.y, geometry.size.z};
  const Affine<Voxel, Scan> voxel_from_scan = inverse(geometry.scan_from_voxel);
  const dvec3 first = voxel_from_scan(cut.point(0.0, 0.0, left_mm));
  const dvec3 per_x = voxel_from_scan.direction(cut.back * pixel_mm);
  const dvec3 per_y = voxel_from_scan.direction(cut.down * pixel_mm);
  PlaneImage picture(static_cast<int>(cut.size_mm.x / pixel_mm) + 1,
                     static_cast<int>(cut.size_mm.y / pixel_mm) + 1);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      dvec3 voxel = first + static_cast<double>(x) * per_x + static_cast<double>(y) * per_y;
      voxel.z = geometry.slice_at_coordinate(voxel.z);
      // A slice itself may lie a rounding outside of the grid.
      voxel.z = std::abs(voxel.z - std::round(voxel.z)) < 1e-3 ? std::round(voxel.z) : voxel.z;
      const auto place =
          grid_place<ScalarLanes>(grid, static_cast<float>(voxel.x), static_cast<float>(voxel.y),
                                  static_cast<float>(voxel.z));
      if (place.inside) picture.at(x, y) = sample_grid<ScalarLanes>(grid, place).value;
    }
  }
  return picture;
}

}  // namespace lv
