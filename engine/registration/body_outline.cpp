#include "engine/registration/body_outline.h"

#include <algorithm>
#include <cmath>

#include "engine/registration/foreground.h"

namespace lv {
namespace {

constexpr double grid_mm = 4.0;

std::vector<dvec3> spread_directions() {
  std::vector<dvec3> directions;
  for (int x = -2; x <= 2; ++x) {
    for (int y = -2; y <= 2; ++y) {
      for (int z = -2; z <= 2; ++z) {
        const bool shell = std::max({std::abs(x), std::abs(y), std::abs(z)}) == 2;
        if (shell) directions.emplace_back(x, y, z);
      }
    }
  }
  return directions;
}

/// Where a voxel of the coarse image lies; slices of an irregular stack where they are.
dvec3 scan_place(const LevelImage& image, std::size_t i) {
  const Geometry& geometry = image.volume->geometry;
  dvec3 voxel = (image.place(i) + 0.5) * dvec3(image.block) - 0.5;
  const int slice = std::clamp(static_cast<int>(std::lround(voxel.z)), 0, geometry.size.z - 1);
  if (!geometry.regular()) voxel.z = geometry.coordinate_of_slice(slice);
  return geometry.scan_from_voxel(voxel);
}

}  // namespace

std::vector<dvec3> body_outline(const VolumePtr& volume) {
  const ivec3 size = volume->geometry.size;
  if (size.x < 2 || size.y < 2 || size.z < 1) return {};
  const GreyRange range = grey_range(*volume);
  if (range.high <= range.low) return {};
  const LevelImage image = coarser_image(native_image(volume, range), grid_mm);
  const std::vector<float> depth = body_depth(image, range);
  struct Farthest {
    dvec3 direction, point;
    double along = -1e300;
  };
  std::vector<Farthest> farthest;
  for (const dvec3& direction : spread_directions()) farthest.push_back({direction, {}});
  bool any = false;
  for (std::size_t i = 0; i < depth.size(); ++i) {
    if (depth[i] <= 0 || depth[i] > 2 * grid_mm) continue;  // what lies deeper is not farthest
    const dvec3 point = scan_place(image, i);
    any = true;
    for (Farthest& f : farthest) {
      const double along = glm::dot(point, f.direction);
      if (along > f.along) f.along = along, f.point = point;
    }
  }
  std::vector<dvec3> outline;
  for (const Farthest& f : farthest) {
    if (any) outline.push_back(f.point);
  }
  return outline;
}

}  // namespace lv
