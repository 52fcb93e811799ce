#include "engine/registration/foreground.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/volume/mask.h"

namespace lv {
namespace {

Mask above(const LevelImage& image, double threshold) {
  const GridView grid = image.grid();
  Mask mask(MaskGrid{image.size}.count());
  for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = grid.samples[i] > threshold;
  return mask;
}

/// Each byte, 0 or 1, of `to` becomes 1, or with `all` stays 1, where that of `from` is 1.
void combine(std::uint8_t* to, const std::uint8_t* from, std::size_t count, bool all) {
  using Word = std::uint64_t;  // eight of them at a time
  std::size_t i = 0;
  for (; i + sizeof(Word) <= count; i += sizeof(Word)) {
    Word a, b;
    std::memcpy(&a, to + i, sizeof a);
    std::memcpy(&b, from + i, sizeof b);
    a = all ? a & b : a | b;
    std::memcpy(to + i, &a, sizeof a);
  }
  for (; i < count; ++i) to[i] = all ? to[i] & from[i] : to[i] | from[i];
}

/// Every voxel of `value` (a mask holds 0 and 1) spreads to its neighbours, `times` times. Beyond
/// the border nothing.
void spread(Mask& mask, const MaskGrid& grid, std::uint8_t value, int times) {
  for (; times > 0; --times) {
    const Mask before = mask;
    for (int axis = 0; axis < 3; ++axis) {
      const std::size_t step = grid.stride(axis);
      const std::size_t line = step * static_cast<std::size_t>(grid.size[axis]);
      for (std::size_t i = 0; i < mask.size(); i += line) {  // all lines that begin in one row
        combine(&mask[i], &before[i] + step, line - step, value == 0);
        combine(&mask[i] + step, &before[i], line - step, value == 0);
      }
    }
  }
}

void keep_largest_part(Mask& mask, const MaskGrid& grid) {
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

/// Squared distance to the nearest 0, up to most_depth_mm: one axis after the other, since the
/// square of a distance is a sum over axes.
std::vector<float> depth(const Mask& mask, const MaskGrid& grid, const dvec3& spacing_mm) {
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
  const MaskGrid grid{image.size};
  Mask mask = above(image, range.low + 0.10 * (range.tissue - range.low));
  spread(mask, grid, 0, 1);
  spread(mask, grid, 1, 3);
  return mask;
}

std::vector<float> body_depth(const LevelImage& image, const GreyRange& range) {
  const MaskGrid grid{image.size};
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
