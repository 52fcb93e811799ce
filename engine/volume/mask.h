// Masks of voxels, one byte each: what belongs together, and what air does not reach.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/math.h"

namespace lv {

using Mask = std::vector<std::uint8_t>;

/// Where the voxels of a mask lie: x fastest.
struct MaskGrid {
  ivec3 size;

  std::size_t stride(int axis) const {
    const auto x = static_cast<std::size_t>(size.x);
    return axis == 0 ? 1 : axis == 1 ? x : x * static_cast<std::size_t>(size.y);
  }
  std::size_t count() const { return stride(2) * static_cast<std::size_t>(size.z); }
  /// Place along one axis of voxel i.
  int place(std::size_t i, int axis) const {
    return static_cast<int>(i / stride(axis) % static_cast<std::size_t>(size[axis]));
  }
  /// Calls body(j) for the neighbours of voxel i along the first `axes` axes.
  template <class Body>
  void neighbours(std::size_t i, int axes, const Body& body) const {
    for (int axis = 0; axis < axes; ++axis) {
      const int at = place(i, axis);
      if (at > 0) body(i - stride(axis));
      if (at + 1 < size[axis]) body(i + stride(axis));
    }
  }
};

/// Sets all voxels to `mark` that have the value of `start` and are connected to it along the first
/// `axes` axes. `mark` must be another value. Returns how many they are.
std::size_t flood(Mask& mask, const MaskGrid& grid, std::size_t start, int axes, std::uint8_t mark);

/// Turns air (0) into body (1) where it does not reach the border of its slice.
void fill_holes_in_slices(Mask& mask, const MaskGrid& grid);

}  // namespace lv
