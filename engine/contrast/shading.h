// Slow differences of brightness between two scans, as coils make them: a small volume over the box
// of the reference. Plain value.
#pragma once

#include <array>
#include <cstddef>

#include "engine/volume/geometry.h"

namespace lv {

struct Shading {
  static constexpr int side = 5;
  /// Part of the reference's value by which the other scan is darker, column fastest.
  std::array<float, std::size_t{side} * side * side> darker{};
};

/// Places of a Shading, 0..side - 1 along each axis, over the box of the reference's voxels.
inline Affine<Voxel, World> shading_from_world(const Geometry& reference) {
  const dvec3 last = glm::max(dvec3(reference.size) - 1.0, dvec3(1.0));
  dmat4 scale(1.0);
  for (int axis = 0; axis < 3; ++axis) scale[axis][axis] = (Shading::side - 1) / last[axis];
  return {scale * inverse(reference.scan_from_voxel).matrix};
}

}  // namespace lv
