#include "engine/contrast/aligned_values.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/volume/quantile.h"
#include "engine/volume/sampling.h"
#include "engine/volume/slab.h"

namespace lv {
namespace {

bool has_two_voxels(const Volume& volume) {
  const ivec3 size = volume.geometry.size;
  return size.x > 1 && size.y > 1 && size.z > 1;
}

/// Of so many voxels along a row, and of so many rows, one is read: together about `wanted`.
int in_plane_step(const Geometry& geometry, std::size_t wanted) {
  const double share = static_cast<double>(geometry.voxel_count()) /
                       static_cast<double>(std::max<std::size_t>(wanted, 1));
  return std::max(1, static_cast<int>(std::floor(std::sqrt(share))));
}

/// Reads one scan at places given in voxels (the normal one in nominal steps), averaged along a
/// line so that it is as blurred as the other scan's slices.
class Reader {
 public:
  /// `across`: unit normal of the other scan's slices, in this scan's Scan; `slice_mm`: how thick
  /// those slices are; 0: values are not averaged.
  Reader(const Volume& volume, const dvec3& across, double slice_mm)
      : volume_(volume),
        grid_{volume.samples.data(), volume.geometry.size.x, volume.geometry.size.y,
              volume.geometry.size.z} {
    const double mm = averaging_mm(voxel_extent_mm(volume.geometry, across), slice_mm);
    if (mm == 0) return;
    places_ = 5;
    step_ = inverse(volume.geometry.scan_from_voxel).direction(across * mm) / double(places_);
  }

  struct Seen {
    double value = 0;
    double gradient = 0;  ///< per mm
  };
  /// None: the place was not scanned.
  std::optional<Seen> at(const dvec3& voxel) const {
    if (!sample(voxel)) return std::nullopt;
    double count = 0, value = 0;
    dvec3 slope(0.0);
    for (int i = 0; i < places_; ++i) {
      const auto there = sample(voxel + step_ * (i - (places_ - 1) / 2.0));
      if (!there) continue;
      count += 1;
      value += static_cast<double>(there->value);
      for (int axis = 0; axis < 3; ++axis) {
        slope[axis] += static_cast<double>(there->gradient[axis]);
      }
    }
    return Seen{value / count * volume_.scale + volume_.offset,
                glm::length(slope / count / volume_.geometry.spacing_mm()) * volume_.scale};
  }

 private:
  using Sample = GridSample<ScalarLanes>;
  std::optional<Sample> sample(const dvec3& voxel) const {
    if (volume_.geometry.in_unscanned_gap(voxel.z)) return std::nullopt;
    const auto place =
        grid_place<ScalarLanes>(grid_, static_cast<float>(voxel.x), static_cast<float>(voxel.y),
                                static_cast<float>(volume_.geometry.slice_at_coordinate(voxel.z)));
    if (!place.inside) return std::nullopt;
    return sample_grid<ScalarLanes, true>(grid_, place);
  }

  const Volume& volume_;
  GridView grid_;
  int places_ = 1;
  dvec3 step_{0.0};
};

}  // namespace

std::vector<ValuePair> aligned_values(const Volume& reference, const Volume& moving,
                                      const Affine<Scan, World>& moving_from_reference,
                                      std::size_t wanted, Sharpness sharpness) {
  std::vector<ValuePair> pairs;
  if (!has_two_voxels(reference) || !has_two_voxels(moving)) return pairs;
  const Geometry &geometry = reference.geometry, &there = moving.geometry;
  // The reference's own space is World.
  const Affine<World, Voxel> world_from_voxel{geometry.scan_from_voxel.matrix};
  const auto moving_from_voxel =
      inverse(there.scan_from_voxel) * moving_from_reference * world_from_voxel;
  const double share = sharpness == Sharpness::matched ? 1.0 : 0.0;
  const Reader fixed_reader(reference, inverse(moving_from_reference).direction(there.axes()[2]),
                            share * there.thickness_mm());
  const Reader moving_reader(moving, moving_from_reference.direction(geometry.axes()[2]),
                             share * geometry.thickness_mm());
  const int step = in_plane_step(geometry, wanted);
  for (int k = 0; k < geometry.size.z; ++k) {
    const double slice = geometry.coordinate_of_slice(k);
    for (int j = k % step; j < geometry.size.y; j += step) {
      for (int i = (j + k) % step; i < geometry.size.x; i += step) {
        const auto moved = moving_reader.at(moving_from_voxel({i, j, slice}));
        if (!moved) continue;
        const auto fixed = fixed_reader.at({i, j, slice});
        if (!fixed) continue;
        pairs.push_back({fixed->value, moved->value, moved->gradient, dvec3(i, j, k)});
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
