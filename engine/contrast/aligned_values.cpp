#include "engine/contrast/aligned_values.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/volume/quantile.h"
#include "engine/volume/sampling.h"

namespace lv {
namespace {

bool has_two_voxels(const Volume& volume) {
  const ivec3 size = volume.geometry.size;
  return size.x > 1 && size.y > 1 && size.z > 1;
}

/// Every how many voxels in-plane one is taken, so that about `wanted` are taken of all slices.
int in_plane_step(const Geometry& geometry, std::size_t wanted) {
  const double share =
      static_cast<double>(geometry.voxel_count()) / static_cast<double>(std::max(wanted, 1UL));
  return std::max(1, static_cast<int>(std::floor(std::sqrt(share))));
}

}  // namespace

std::vector<ValuePair> aligned_values(const Volume& reference, const Volume& moving,
                                      const Affine<Scan, World>& moving_from_reference,
                                      std::size_t wanted) {
  std::vector<ValuePair> pairs;
  if (!has_two_voxels(reference) || !has_two_voxels(moving)) return pairs;
  const Geometry& geometry = reference.geometry;
  const ivec3 size = moving.geometry.size;
  const GridView grid{moving.samples.data(), size.x, size.y, size.z};
  // The reference's own space is World.
  const Affine<World, Voxel> world_from_voxel{geometry.scan_from_voxel.matrix};
  const auto moving_from_voxel =
      inverse(moving.geometry.scan_from_voxel) * moving_from_reference * world_from_voxel;
  const dvec3 spacing = moving.geometry.spacing_mm();
  const int step = in_plane_step(geometry, wanted);
  for (int k = 0; k < geometry.size.z; ++k) {
    const double slice = geometry.coordinate_of_slice(k);
    for (int j = k % step; j < geometry.size.y; j += step) {
      for (int i = (j + k) % step; i < geometry.size.x; i += step) {
        dvec3 at = moving_from_voxel({i, j, slice});
        if (moving.geometry.in_unscanned_gap(at.z)) continue;
        at.z = moving.geometry.slice_at_coordinate(at.z);
        const auto place = grid_place<ScalarLanes>(
            grid, static_cast<float>(at.x), static_cast<float>(at.y), static_cast<float>(at.z));
        if (!place.inside) continue;
        const auto sample = sample_grid<ScalarLanes, true>(grid, place);
        const dvec3 slope(static_cast<double>(sample.gradient[0]),
                          static_cast<double>(sample.gradient[1]),
                          static_cast<double>(sample.gradient[2]));
        pairs.push_back({reference.value(reference.sample(i, j, k)),
                         static_cast<double>(sample.value) * moving.scale + moving.offset,
                         glm::length(slope / spacing) * moving.scale, dvec3(i, j, k)});
      }
    }
  }
  return pairs;
}

double air_limit(std::vector<double> values) {
  if (values.empty()) return 0;
  const double least = *std::ranges::min_element(values);
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  std::erase_if(values, [mean](double value) { return value <= mean; });
  return values.empty() ? least : least + 0.3 * (median(std::move(values)) - least);
}

std::vector<ValuePair> tissue_of(const std::vector<ValuePair>& pairs) {
  const auto limit = [&](double ValuePair::*side) {
    std::vector<double> values;
    for (const ValuePair& pair : pairs) values.push_back(pair.*side);
    return air_limit(std::move(values));
  };
  const double reference = limit(&ValuePair::reference), moving = limit(&ValuePair::moving);
  std::vector<ValuePair> tissue;
  for (const ValuePair& pair : pairs) {
    if (pair.reference > reference && pair.moving > moving) tissue.push_back(pair);
  }
  return tissue;
}

}  // namespace lv
