#include "engine/registration/foreground.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace lv {
namespace {

using Mask = std::vector<std::uint8_t>;

struct Grid {
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

Mask above(const LevelImage& image, double threshold) {
  const GridView grid = image.grid();
  Mask mask(Grid{image.size}.count());
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = grid.samples[i] > threshold;
  return mask;
}

/// Every voxel of `value` spreads to its neighbours, `times` times. Beyond the border nothing.
void spread(Mask& mask, const Grid& grid, std::uint8_t value, int times) {
  for (; times > 0; --times) {
    const Mask before = mask;
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (before[i] != value)
        grid.neighbours(i, 3, [&](std::size_t j) {
          if (before[j] == value) mask[i] = value;
        });
    }
  }
}

/// All voxels connected to `start` (through the first `axes` axes) that hold its value get `mark`.
std::size_t flood(Mask& mask, const Grid& grid, std::size_t start, int axes, std::uint8_t mark) {
  const std::uint8_t value = mask[start];
  std::deque<std::size_t> front{start};
  mask[start] = mark;
  std::size_t count = 0;
  for (; !front.empty(); front.pop_front(), ++count) {
    grid.neighbours(front.front(), axes, [&](std::size_t j) {
      if (mask[j] != value) return;
      mask[j] = mark;
      front.push_back(j);
    });
  }
  return count;
}

void keep_largest_part(Mask& mask, const Grid& grid) {
  constexpr std::uint8_t seen = 2, kept = 3;
  std::size_t largest = 0, start = mask.size();
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] != 1) continue;
    const std::size_t count = flood(mask, grid, i, 3, seen);
    if (count > largest) largest = count, start = i;
  }
  if (start < mask.size()) flood(mask, grid, start, 3, kept);
  for (std::uint8_t& m : mask) m = m == kept;
}

/// Air that does not reach its slice's border becomes body.
void fill_holes_in_slices(Mask& mask, const Grid& grid) {
  constexpr std::uint8_t open_air = 2;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const int x = grid.place(i, 0), y = grid.place(i, 1);
    const bool border = x == 0 || y == 0 || x + 1 == grid.size.x || y + 1 == grid.size.y;
    if (border && mask[i] == 0) flood(mask, grid, i, 2, open_air);
  }
  for (std::uint8_t& m : mask) m = m != open_air;
}

/// Squared distance to the nearest 0, up to most_depth_mm: one axis after the other, since the
/// square of a distance is a sum over axes.
std::vector<float> depth(const Mask& mask, const Grid& grid, const dvec3& spacing_mm) {
  constexpr auto most = static_cast<float>(most_depth_mm * most_depth_mm);
  std::vector<float> squared(mask.size());
  std::ranges::transform(mask, squared.begin(), [](auto m) { return m ? most : 0.0F; });
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<float> before = squared;
    const auto step = static_cast<float>(spacing_mm[axis] * spacing_mm[axis]);
    const int reach = static_cast<int>(most_depth_mm / spacing_mm[axis]);
    for (std::size_t i = 0; i < squared.size(); ++i) {
      if (!mask[i]) continue;
      const int at = grid.place(i, axis);
      for (int d = -std::min(reach, at); d <= std::min(reach, grid.size[axis] - 1 - at); ++d) {
        const std::size_t j = i + static_cast<std::size_t>(d) * grid.stride(axis);
        squared[i] = std::min(squared[i], before[j] + static_cast<float>(d * d) * step);
      }
    }
  }
  for (float& s : squared) s = std::sqrt(s);
  return squared;
}

dvec3 spacing_of(const LevelImage& image) {
  const dmat4& m = image.scan_from_voxel.matrix;
  return {glm::length(dvec3(m[0])), glm::length(dvec3(m[1])), glm::length(dvec3(m[2]))};
}

}  // namespace

std::vector<std::uint8_t> body_mask(const LevelImage& image, const GreyRange& range) {
  const Grid grid{image.size};
  Mask mask = above(image, range.low + 0.10 * (range.tissue - range.low));
  spread(mask, grid, 0, 1);
  spread(mask, grid, 1, 3);
  return mask;
}

std::vector<float> body_depth(const LevelImage& image, const GreyRange& range) {
  const Grid grid{image.size};
  Mask mask = above(image, range.low + 0.12 * (range.tissue - range.low));
  spread(mask, grid, 0, 1);
  spread(mask, grid, 1, 1);
  keep_largest_part(mask, grid);
  spread(mask, grid, 1, 3);
  spread(mask, grid, 0, 3);
  fill_holes_in_slices(mask, grid);
  return depth(mask, grid, spacing_of(image));
}

}  // namespace lv
