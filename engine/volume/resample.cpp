#include "engine/volume/resample.h"

#include <algorithm>
#include <cmath>

#include "engine/core/assert.h"
#include "engine/core/parallel.h"
#include "engine/volume/sampling.h"

namespace lv {
namespace {

std::uint16_t sample_nearest_to_zero(const Volume& volume) {
  return static_cast<std::uint16_t>(
      std::lround(std::clamp(-volume.offset / volume.scale, 0.0, 65535.0)));
}

}  // namespace

Volume resample(const Volume& source, const Geometry& target,
                const Affine<Scan, World>& source_from_target, const PolyRigid& bend) {
  const ivec3 from = source.geometry.size, to = target.size;
  LV_ASSERT(from.x > 1 && from.y > 1 && from.z > 1);
  Volume result;
  result.geometry = target;
  result.scale = source.scale;
  result.offset = source.offset;
  result.samples.assign(target.voxel_count(), sample_nearest_to_zero(source));

  const GridView grid{source.samples.data(), from.x, from.y, from.z};
  const dmat4 voxel_from_target =
      inverse(source.geometry.scan_from_voxel).matrix * source_from_target.matrix;
  const auto columns = static_cast<std::size_t>(to.x), rows = static_cast<std::size_t>(to.y);
  const auto draw_row = [&](std::size_t row_index) {
    const auto row = static_cast<double>(row_index % rows);
    const int slice = static_cast<int>(row_index / rows);
    for (std::size_t column = 0; column < columns; ++column) {
      const dvec4 voxel(static_cast<double>(column), row, target.coordinate_of_slice(slice), 1.0);
      dvec3 p(voxel_from_target * target.scan_from_voxel.matrix * voxel);
      if (!bend.empty()) {
        p = dvec3(voxel_from_target * dvec4(bend(target.scan_from_voxel(dvec3(voxel))), 1.0));
      }
      if (source.geometry.in_unscanned_gap(p.z)) continue;
      p.z = source.geometry.slice_at_coordinate(p.z);
      const auto place = grid_place<ScalarLanes>(grid, static_cast<float>(p.x),
                                                 static_cast<float>(p.y), static_cast<float>(p.z));
      if (!place.inside) continue;
      const auto sample = sample_grid<ScalarLanes>(grid, place);
      result.samples[row_index * columns + column] =
          static_cast<std::uint16_t>(std::lround(sample.value));
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
