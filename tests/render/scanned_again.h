// One real scan scanned again: the same head on another grid, in another position, through another
// scanner's curve, with other noise; and, where that is asked, changed in places. The truth is
// known.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "app/row/equal_contrast.h"
#include "engine/registration/body_outline.h"
#include "engine/volume/resample.h"

namespace lv::test {

inline const RigidPose again_from_head{rotation_from_vector({0.06, -0.04, 0.08}), {4, -6, 5}};

/// A change of the head itself: what lies within the radius is multiplied.
struct Change {
  dvec3 place{0.0};  ///< Scan of the first date
  double radius_mm = 0, factor = 1;
};

struct Scanner {
  dvec3 spacing_mm;
  double noise = 0;    ///< of the mean of what is not air
  double shading = 0;  ///< +- across the head
};

/// The stack of another scanner about the moved head, which has changed, each slice the mean over
/// its thickness.
inline Volume rescanned(const Volume& head, const Scanner& scanner,
                        const std::vector<Change>& changes) {
  const dvec3 extent = head.geometry.spacing_mm() * dvec3(head.geometry.size);
  const ivec3 size(extent / scanner.spacing_mm);
  const dmat3 axes = head.geometry.axes();
  const dvec3 half = 0.5 * scanner.spacing_mm * dvec3(size - 1);
  Geometry geometry = regular_geometry(size, axes[0], axes[1], axes[2], scanner.spacing_mm,
                                       again_from_head(head.geometry.centre()) - axes * half);
  geometry.slice_thickness_mm = scanner.spacing_mm.z;
  constexpr int layers = 5;
  std::vector<double> sums(geometry.voxel_count());
  for (int l = 0; l < layers; ++l) {
    Geometry layer = geometry;
    const double along = scanner.spacing_mm.z * ((l + 0.5) / layers - 0.5);
    layer.scan_from_voxel.matrix[3] += dvec4(axes[2] * along, 0);
    const Volume drawn = resample(head, layer, scan_from_world(inverse(again_from_head)));
    const auto head_from_voxel = scan_from_world(inverse(again_from_head)) *
                                 Affine<World, Voxel>{layer.scan_from_voxel.matrix};
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto n = static_cast<int>(i);
      const dvec3 voxel(n % size.x, n / size.x % size.y, n / size.x / size.y);
      const dvec3 place = head_from_voxel(voxel);
      double factor = 1;
      for (const Change& change : changes) {
        if (glm::length(place - change.place) < change.radius_mm) factor = change.factor;
      }
      sums[i] += factor * drawn.samples[i] / double(layers);
    }
  }
  double mean = 0, count = 0;
  for (const double value : sums) {
    if (value > 0) mean += value, ++count;
  }
  mean /= count;
  std::mt19937_64 random(7);
  std::normal_distribution<double> noise(0.0, scanner.noise * mean);
  Volume volume;
  volume.geometry = geometry;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto x = static_cast<double>(i % static_cast<std::size_t>(size.x)) / size.x - 0.5;
    const double shaded = sums[i] * (1 + 2 * scanner.shading * x);
    const double curved = 1.7 * 1000 * std::pow(shaded / 1000, 0.9);
    volume.samples.push_back(static_cast<std::uint16_t>(
        std::clamp(std::hypot(curved + 1.7 * noise(random), 1.7 * noise(random)), 0.0, 65535.0)));
  }
  return volume;
}

inline ComparedDate date_of(Volume volume) {
  ComparedDate date;
  date.volume = std::make_shared<const Volume>(std::move(volume));
  date.window = default_window(*date.volume);
  date.outline = body_outline(date.volume);
  date.state = AlignmentState::settled;
  return date;
}

}  // namespace lv::test
