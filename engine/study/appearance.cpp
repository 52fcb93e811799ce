#include "engine/study/appearance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/volume/mask.h"
#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr double grid_mm = 2.0;
constexpr double below_skin_mm = 22.0;                ///< deeper lies brain
constexpr double slice_from = 0.45, slice_to = 0.75;  ///< of the height of the head
constexpr double deepest_share = 0.2;
constexpr std::size_t least_brain_points = 200;

/// The volume on an upright grid of 2 mm, axial slices: x fastest, to the left; y to the back; z
/// up.
struct Grid {
  ivec3 size{0};
  std::vector<float> values;
  Mask head;                      ///< 1: inside the head
  std::vector<float> below_skin;  ///< grid points within the slice

  std::size_t index(int x, int y, int z) const {
    return static_cast<std::size_t>(x) +
           static_cast<std::size_t>(size.x) *
               (static_cast<std::size_t>(y) +
                static_cast<std::size_t>(size.y) * static_cast<std::size_t>(z));
  }
  std::size_t slice_size() const {
    return static_cast<std::size_t>(size.x) * static_cast<std::size_t>(size.y);
  }
};

Grid resampled(const Volume& volume) {
  const Geometry& g = volume.geometry;
  const auto corners = g.corners();
  dvec3 low = corners[0], high = corners[0];
  for (const dvec3& c : corners) {
    low = glm::min(low, c);
    high = glm::max(high, c);
  }
  Grid grid;
  grid.size = ivec3(glm::min((high - low) / grid_mm, dvec3(400.0))) + 1;
  grid.values.assign(grid.slice_size() * static_cast<std::size_t>(grid.size.z), -1.0F);
  const auto voxel_from_scan = inverse(g.scan_from_voxel);
  for (int z = 0; z < grid.size.z; ++z) {
    for (int y = 0; y < grid.size.y; ++y) {
      for (int x = 0; x < grid.size.x; ++x) {
        const dvec3 v = voxel_from_scan(low + grid_mm * dvec3(x, y, z));
        const ivec3 i(glm::round(dvec3(v.x, v.y, g.slice_at_coordinate(v.z))));
        if (glm::any(glm::lessThan(i, ivec3(0))) || glm::any(glm::greaterThanEqual(i, g.size))) {
          continue;
        }
        grid.values[grid.index(x, y, z)] = static_cast<float>(volume.sample(i.x, i.y, i.z));
      }
    }
  }
  return grid;
}

/// Distance to the outside within the slice: two chamfer passes with steps 3 and 4 (Borgefors
/// 1986).
void measure_depth(Grid& grid, int z) {
  constexpr float straight = 1.0F, diagonal = 4.0F / 3.0F;
  const auto depth = [&](int x, int y) {
    const bool inside = x >= 0 && y >= 0 && x < grid.size.x && y < grid.size.y;
    return inside ? grid.below_skin[grid.index(x, y, z)] : 0.0F;
  };
  const auto pass = [&](int x, int y, int s) {
    float& d = grid.below_skin[grid.index(x, y, z)];
    if (d == 0) return;
    d = std::min({d, depth(x - s, y) + straight, depth(x, y - s) + straight,
                  depth(x - s, y - s) + diagonal, depth(x + s, y - s) + diagonal});
  };
  for (int y = 0; y < grid.size.y; ++y) {
    for (int x = 0; x < grid.size.x; ++x) {
      grid.below_skin[grid.index(x, y, z)] = grid.head[grid.index(x, y, z)] != 0 ? 1e6F : 0.0F;
    }
  }
  for (int y = 0; y < grid.size.y; ++y) {
    for (int x = 0; x < grid.size.x; ++x) pass(x, y, 1);
  }
  for (int y = grid.size.y - 1; y >= 0; --y) {
    for (int x = grid.size.x - 1; x >= 0; --x) pass(x, y, -1);
  }
}

struct Extent {
  int width = 0, depth = 0, area = 0;  ///< grid points
};

Extent extent_of_slice(const Grid& grid, int z) {
  int x0 = grid.size.x, x1 = -1, y0 = grid.size.y, y1 = -1, area = 0;
  for (int y = 0; y < grid.size.y; ++y) {
    for (int x = 0; x < grid.size.x; ++x) {
      if (grid.head[grid.index(x, y, z)] == 0) continue;
      x0 = std::min(x0, x);
      x1 = std::max(x1, x);
      y0 = std::min(y0, y);
      y1 = std::max(y1, y);
      ++area;
    }
  }
  return {std::max(0, x1 - x0 + 1), std::max(0, y1 - y0 + 1), area};
}

/// Slices between the eyes and the top of the ventricles, where it is a head.
struct Middle {
  int from = 0, to = -1;
  Extent extent;
  double height_mm = 0;
};

Middle middle_of(const Grid& grid) {
  std::vector<Extent> extents;
  for (int z = 0; z < grid.size.z; ++z) extents.push_back(extent_of_slice(grid, z));
  const auto there = [](const Extent& e) { return e.area * grid_mm * grid_mm > 2000; };
  const auto first = std::ranges::find_if(extents, there);
  const auto last = std::find_if(extents.rbegin(), extents.rend(), there);
  if (first == extents.end()) return {};
  const auto z0 = static_cast<double>(first - extents.begin());
  const auto z1 = static_cast<double>(extents.rend() - last - 1);
  Middle middle;
  middle.height_mm = (z1 - z0) * grid_mm;
  middle.from = static_cast<int>(z0 + slice_from * (z1 - z0));
  middle.to = static_cast<int>(z0 + slice_to * (z1 - z0));
  middle.extent = extents[static_cast<std::size_t>((middle.from + middle.to) / 2)];
  return middle;
}

/// A head in axial section: 12 to 17 cm wide, 15 to 22 cm long, longer than wide, no arms beside
/// it.
bool head_shaped(const Middle& m) {
  const double width = m.extent.width * grid_mm, length = m.extent.depth * grid_mm;
  const double area_cm2 = m.extent.area * grid_mm * grid_mm / 100;
  return m.height_mm >= 90 && width >= 115 && width <= 175 && length >= 150 && length <= 220 &&
         length > 1.05 * width && length < 1.6 * width && area_cm2 >= 170 && area_cm2 <= 270;
}

/// The values in the deep middle of the brain, divided by the median of the whole brain. Empty: too
/// little brain is seen.
std::vector<float> deep_values(const Grid& grid, const Middle& middle) {
  std::vector<float> brain, depths;
  for (int z = middle.from; z <= middle.to; ++z) {
    for (std::size_t i = grid.index(0, 0, z); i < grid.index(0, 0, z) + grid.slice_size(); ++i) {
      if (grid.below_skin[i] * grid_mm <= below_skin_mm || grid.values[i] < 0) continue;
      brain.push_back(grid.values[i]);
      depths.push_back(grid.below_skin[i]);
    }
  }
  if (brain.size() < least_brain_points) return {};
  const float deep = quantile(depths, 1 - deepest_share), median = quantile(brain, 0.5);
  std::vector<float> values;
  for (std::size_t i = 0; i < brain.size(); ++i) {
    if (depths[i] >= deep && median > 0) values.push_back(brain[i] / median);
  }
  return values;
}

/// Fluid is bright in T2, black in FLAIR, dark grey in T1.
Weighting weighting_of(const std::vector<float>& deep) {
  if (deep.empty()) return Weighting::unknown;
  if (quantile(deep, 0.98) > 1.9F) return Weighting::t2;
  return quantile(deep, 0.02) < 0.30F ? Weighting::flair : Weighting::t1;
}

}  // namespace

Appearance appearance_of(const Volume& volume, bool head_known) {
  Grid grid = resampled(volume);
  std::vector<float> acquired;
  for (const float v : grid.values) {
    if (v >= 0) acquired.push_back(v);
  }
  if (acquired.size() < least_brain_points) return {};
  const float threshold = 0.12F * quantile(acquired, 0.99);
  for (const float v : grid.values) grid.head.push_back(v > threshold);
  fill_holes_in_slices(grid.head, {grid.size});
  grid.below_skin.assign(grid.values.size(), 0.0F);
  for (int z = 0; z < grid.size.z; ++z) measure_depth(grid, z);
  const Middle middle = middle_of(grid);
  const bool head = head_shaped(middle);
  Appearance found;
  if (head) found.region = Region::brain;
  if (head || head_known) found.weighting = weighting_of(deep_values(grid, middle));
  return found;
}

}  // namespace lv
