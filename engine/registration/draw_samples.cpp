#include "engine/registration/draw_samples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

/// Numbers in 0..1 that depend on (cell, sample) alone. Steele et al. 2014, SplitMix64.
class Chance {
 public:
  Chance(std::size_t cell, int sample) : state_(cell * 64 + static_cast<std::size_t>(sample)) {}

  double next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_ * 0xd1342543de82ef95ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t state_;
};

struct Draw {
  std::array<std::uint16_t, 3> place;  ///< as SampleList stores it
  std::uint8_t bin;
  std::array<float, 3> chance;  ///< decides the region
};

/// Draws one cell after the other.
class Drawer {
 public:
  Drawer(const LevelImage& image, const LevelImage& cells, const GreyRange& range, bool on_slices,
         const dvec3& steps)
      : image_(image), cells_(cells), range_(range), on_slices_(on_slices), steps_(steps) {}

  void draw(std::size_t cell, int count, std::vector<Draw>& draws) const {
    for (int n = 1; n <= count; ++n) {
      Chance chance(cell, n);
      const dvec3 place = place_in(cell, chance);
      if (inside(place)) draws.push_back(sample_at(place, chance));
    }
  }

 private:
  /// A point of the cell, in voxel coordinates of the image; the rim's may lie outside.
  dvec3 place_in(std::size_t cell, Chance& chance) const {
    const dvec3 index = cells_.place(cell);
    dvec3 place;
    for (int a = 0; a < 3; ++a) {
      const double start = index[a] * cells_.block[a];
      const double u = chance.next() * cells_.block[a];
      const double voxel = a == 2 && on_slices_ ? start + std::floor(u) : start + u - 0.5;
      place[a] = (voxel + 0.5) / image_.block[a] - 0.5;
    }
    return place;
  }

  bool inside(const dvec3& place) const {
    return glm::all(glm::greaterThanEqual(place, dvec3(0.0))) &&
           glm::all(glm::lessThanEqual(place, dvec3(image_.size - 1)));
  }

  /// The value is taken where the rounded position lies, so that rounding is no error.
  Draw sample_at(dvec3 place, Chance& chance) const {
    Draw draw{};
    const double slice = place.z;
    const Geometry& geometry = image_.volume->geometry;
    if (!geometry.regular()) place.z = geometry.coordinate_of_slice(static_cast<int>(slice));
    for (int a = 0; a < 3; ++a) {
      draw.place[static_cast<std::size_t>(a)] =
          static_cast<std::uint16_t>(std::floor(place[a] * steps_[a]));
    }
    const GridView grid = image_.grid();
    const auto sample = sample_grid<ScalarLanes>(
        grid, grid_place<ScalarLanes>(
                  grid, static_cast<float>(draw.place[0] / steps_.x),
                  static_cast<float>(draw.place[1] / steps_.y),
                  static_cast<float>(geometry.regular() ? draw.place[2] / steps_.z : slice)));
    draw.bin = bin_of(static_cast<double>(sample.value));
    for (float& c : draw.chance) c = static_cast<float>(chance.next());
    return draw;
  }

  std::uint8_t bin_of(double value) const {
    const double part = (value - range_.low) / (range_.high - range_.low);
    return static_cast<std::uint8_t>(std::lround(std::clamp(part, 0.0, 1.0) * (source_bins - 1)));
  }

  const LevelImage& image_;
  const LevelImage& cells_;
  const GreyRange& range_;
  bool on_slices_;
  dvec3 steps_;
};

/// Regions overlap like hat functions: a sample between two centres belongs to either by chance, so
/// that no border shows in the metric. They are counted along the patient's
/// axes, left to right, front to back, foot to head, so that those of two scans correspond.
class RegionGrid {
 public:
  RegionGrid(std::span<const Draw> draws, const LevelImage& image, const dvec3& steps,
             const DrawRules& rules) {
    std::vector<std::uint16_t> places(draws.size());
    for (int patient = 0; patient < 3; ++patient) {
      Axis& axis = axes_[static_cast<std::size_t>(patient)];
      if (rules.most_regions[patient] < 2) continue;
      axis.voxel = voxel_axis(image, patient);
      std::ranges::transform(draws, places.begin(),
                             [&](const Draw& d) { return d.place[axis.voxel]; });
      axis.low = quantile(places, 0.02);
      axis.high = std::max<double>(quantile(places, 0.98), axis.low + 1.0);
      const dvec3 step(image.scan_from_voxel.matrix[static_cast<int>(axis.voxel)]);
      const double extent_mm =
          (axis.high - axis.low) / steps[static_cast<int>(axis.voxel)] * glm::length(step);
      axis.count = std::clamp(static_cast<int>(extent_mm / rules.least_region_mm), 1,
                              rules.most_regions[patient]);
      if (step[patient] < 0) std::swap(axis.low, axis.high);
    }
  }

  std::size_t region_of(const Draw& draw) const {
    int region = 0;
    for (std::size_t a = 3; a-- > 0;) {
      const Axis& axis = axes_[a];
      const double u =
          std::clamp((draw.place[axis.voxel] - axis.low) / (axis.high - axis.low), 0.0, 1.0);
      const double place = u * (axis.count - 1) + static_cast<double>(draw.chance[a]);
      region = region * axis.count + std::min(static_cast<int>(place), axis.count - 1);
    }
    return static_cast<std::size_t>(region);
  }

  ivec3 counts() const { return {axes_[0].count, axes_[1].count, axes_[2].count}; }

 private:
  struct Axis {
    std::size_t voxel = 0;  ///< the voxel axis that runs along it best
    double low = 0.0, high = 1.0;
    int count = 1;
  };

  /// Distributes the three voxel axes over the patient's, each to one.
  static std::size_t voxel_axis(const LevelImage& image, int patient) {
    const dmat3 m(image.scan_from_voxel.matrix);
    const dmat3 unit(glm::normalize(m[0]), glm::normalize(m[1]), glm::normalize(m[2]));
    std::array<int, 3> order{0, 1, 2}, best = order;
    double best_sum = -1.0;
    do {
      double sum = 0.0;
      for (int a = 0; a < 3; ++a) sum += std::abs(unit[order[static_cast<std::size_t>(a)]][a]);
      if (sum > best_sum) best_sum = sum, best = order;
    } while (std::ranges::next_permutation(order).found);
    return static_cast<std::size_t>(best[static_cast<std::size_t>(patient)]);
  }

  std::array<Axis, 3> axes_;
};

/// Sorts by region and pads each to whole groups of 8.
SampleList sorted_by_region(std::span<const Draw> draws, const RegionGrid& grid) {
  std::vector<std::uint8_t> region_of(draws.size());
  SampleList list;
  list.count = draws.size();
  list.region_counts = grid.counts();
  list.regions.resize(
      static_cast<std::size_t>(grid.counts().x * grid.counts().y * grid.counts().z));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    region_of[i] = static_cast<std::uint8_t>(grid.region_of(draws[i]));
    ++list.regions[region_of[i]].count;
  }
  std::uint32_t next = 0;
  std::vector<std::uint32_t> place;
  for (SampleRegion& region : list.regions) {
    place.push_back(next);
    region.begin = next;
    region.end = next += (region.count + 7) / 8 * 8;
  }
  for (auto* values : {&list.x, &list.y, &list.z}) values->resize(next);
  list.bin.assign(next, outside_row);
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const std::uint32_t at = place[region_of[i]]++;
    list.x[at] = draws[i].place[0];
    list.y[at] = draws[i].place[1];
    list.z[at] = draws[i].place[2];
    list.bin[at] = draws[i].bin;
  }
  return list;
}

/// As fine as 16 bits allow where slices are uneven: there the steps must tell true places.
dvec3 steps_for(const LevelImage& image) {
  const Geometry& geometry = image.volume->geometry;
  dvec3 steps(16.0);
  if (!geometry.regular()) steps.z = 65535.0 / (geometry.slice_coordinates.back() + 1.0);
  return steps;
}

}  // namespace

SampleList draw_samples(const LevelImage& image, const LevelImage& cells,
                        const std::vector<float>& density, const GreyRange& range,
                        const DrawRules& rules) {
  const double total = std::accumulate(density.begin(), density.end(), 0.0);
  const double per_weight = total > 0.0 ? rules.count / total : 0.0;
  const bool on_slices = rules.on_slices || !image.volume->geometry.regular();
  const dvec3 steps = steps_for(image);
  const Drawer drawer(image, cells, range, on_slices, steps);
  std::vector<Draw> draws;
  draws.reserve(static_cast<std::size_t>(rules.count));
  for (std::size_t cell = 0; cell < density.size(); ++cell) {
    if (density[cell] <= 0.0F) continue;  // most cells, where a small part is drawn from
    const double expected = per_weight * static_cast<double>(density[cell]);
    drawer.draw(cell, static_cast<int>(expected + Chance(cell, 0).next()), draws);
  }
  SampleList list = sorted_by_region(draws, RegionGrid(draws, image, steps, rules));
  list.steps = steps;
  return list;
}

dvec3 centroid(const SampleList& samples, const LevelImage& image) {
  dvec3 sum(0.0);
  for (std::size_t i = 0; i < samples.bin.size(); ++i) {
    if (samples.bin[i] != outside_row) sum += dvec3(samples.x[i], samples.y[i], samples.z[i]);
  }
  const double count = static_cast<double>(std::max<std::size_t>(1, samples.count));
  return image.scan_from_voxel(sum / count / samples.steps);
}

}  // namespace lv
