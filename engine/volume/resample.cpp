#include "engine/volume/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/core/assert.h"
#include "engine/core/parallel.h"
#include "engine/volume/sampling.h"

namespace lv {
namespace {

std::uint16_t sample_nearest_to_zero(const Volume& volume) {
  return static_cast<std::uint16_t>(
      std::lround(std::clamp(-volume.offset / volume.scale, 0.0, 65535.0)));
}

/// A stack that is read at points of the target's space.
struct Stack {
  const Volume& volume;
  GridView grid;
  dmat4 voxel_from_target;

  /// The stored value; empty: nothing was scanned there.
  std::optional<float> at(const dvec4& point) const {
    dvec3 p(voxel_from_target * point);
    if (volume.geometry.in_unscanned_gap(p.z)) return {};
    p.z = volume.geometry.slice_at_coordinate(p.z);
    // Rounding puts the outermost voxels of a tilted stack a little outside of it.
    const dvec3 inside = glm::clamp(p, dvec3(0.0), dvec3(volume.geometry.size - 1));
    if (glm::length(inside - p) < 1e-6) p = inside;
    const auto place = grid_place<ScalarLanes>(grid, static_cast<float>(p.x),
                                               static_cast<float>(p.y), static_cast<float>(p.z));
    if (!place.inside) return {};
    return sample_grid<ScalarLanes>(grid, place).value;
  }
};

Stack stack_of(const Volume& volume, const Affine<Scan, World>& source_from_target) {
  const ivec3 size = volume.geometry.size;
  LV_ASSERT(size.x > 1 && size.y > 1 && size.z > 1);
  return {volume,
          {volume.samples.data(), size.x, size.y, size.z},
          inverse(volume.geometry.scan_from_voxel).matrix * source_from_target.matrix};
}

/// A stored value of one volume as another stores it.
float stored_as(const Volume& other, const Volume& volume, float stored) {
  if (other.scale == volume.scale && other.offset == volume.offset) return stored;
  const double value = static_cast<double>(stored) * volume.scale + volume.offset;
  return static_cast<float>(std::clamp((value - other.offset) / other.scale, 0.0, 65535.0));
}

}  // namespace

Volume resample(const Volume& source, const Geometry& target,
                const Affine<Scan, World>& source_from_target, const PolyRigid& bend) {
  const Volume* const only = &source;
  return resample(std::span(&only, 1), target, source_from_target, bend);
}

Volume resample(std::span<const Volume* const> sources, const Geometry& target,
                const Affine<Scan, World>& source_from_target, const PolyRigid& bend) {
  std::vector<Stack> stacks;
  for (const Volume* source : sources) stacks.push_back(stack_of(*source, source_from_target));
  const Volume& first = *sources.front();
  Volume result;
  result.geometry = target;
  result.scale = first.scale;
  result.offset = first.offset;
  result.samples.assign(target.voxel_count(), sample_nearest_to_zero(first));

  const ivec3 to = target.size;
  const auto columns = static_cast<std::size_t>(to.x), rows = static_cast<std::size_t>(to.y);
  const auto draw_row = [&](std::size_t row_index) {
    const auto row = static_cast<double>(row_index % rows);
    const int slice = static_cast<int>(row_index / rows);
    for (std::size_t column = 0; column < columns; ++column) {
      const dvec4 voxel(static_cast<double>(column), row, target.coordinate_of_slice(slice), 1.0);
      dvec4 point = target.scan_from_voxel.matrix * voxel;
      if (!bend.empty()) point = dvec4(bend(dvec3(point)), 1.0);
      for (const Stack& stack : stacks) {
        const auto stored = stack.at(point);
        if (!stored) continue;
        result.samples[row_index * columns + column] =
            static_cast<std::uint16_t>(std::lround(stored_as(first, stack.volume, *stored)));
        break;
      }
    }
  };
  parallel_for(rows * static_cast<std::size_t>(to.z), 16, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) draw_row(row);
  });
  return result;
}

std::vector<vec3> displacements(const Geometry& grid, const Affine<Scan, World>& source_from_target,
                                const PolyRigid& bend) {
  std::vector<vec3> carried_by(grid.voxel_count());
  const auto columns = static_cast<std::size_t>(grid.size.x);
  const auto rows = static_cast<std::size_t>(grid.size.y);
  parallel_for(carried_by.size() / columns, 8, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin * columns; i < end * columns; ++i) {
      const std::size_t row = i / columns;
      const dvec3 point =
          grid.scan_from_voxel({static_cast<double>(i % columns), static_cast<double>(row % rows),
                                grid.coordinate_of_slice(static_cast<int>(row / rows))});
      carried_by[i] = vec3(source_from_target(bend(point)) - point);
    }
  });
  return carried_by;
}

Geometry even_geometry(const Geometry& geometry) {
  Geometry even = geometry;
  even.slice_coordinates.clear();
  if (!geometry.regular()) {
    even.size.z = static_cast<int>(std::lround(geometry.slice_coordinates.back())) + 1;
  }
  return even;
}

}  // namespace lv
