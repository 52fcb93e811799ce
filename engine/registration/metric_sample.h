// What one sample adds to the metric: its place in the histogram, and its score, the derivative of
// the metric by a motion. Like metric_math.h one text for the CPU and for CUDA, chosen by `Lanes`.
#pragma once

#include <cstddef>

#include "engine/registration/metric_math.h"

namespace lv {

/// Samples [begin, end) of one image and the other image that they meet.
struct KernelInput {
  const std::uint16_t *x, *y, *z;
  const std::uint8_t* bin;
  std::size_t begin, end;
  GridView target;
  BinScale target_bins;
  Matrix34 target_from_sample;       ///< target voxel coordinates from stored positions
  const float* slice_of_coordinate;  ///< irregular targets (level_image.h), else null
  int slice_entries;
};

/// What turns a target's voxel gradient and a sample's position into its score.
struct SlopeMaps {
  Matrix34 lever_from_sample;  ///< moving-scan point minus centre, mm, from stored positions
  float gradient[3][3];        ///< moving-scan bins per mm from target steps per voxel
};

/// Slice coordinate (nominal steps) to slice index; outside the stack and in gaps a negative one.
/// `slope`: its derivative.
template <class Lanes>
LV_HD typename Lanes::Float slice_index(const KernelInput& in, typename Lanes::Float coordinate,
                                        typename Lanes::Float& slope) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  const Float zero{}, last = zero + static_cast<float>(in.slice_entries - 1);
  const Float place = coordinate * 16.0F;
  const Float inside = Lanes::least(Lanes::greatest(place, zero), last);
  const Int entry = Lanes::least(Lanes::truncate(inside), Int{} + (in.slice_entries - 2));
  const Float below = Lanes::gather(in.slice_of_coordinate, entry);
  const Float above = Lanes::gather(in.slice_of_coordinate, entry + 1);
  const Float fraction = inside - Lanes::to_float(entry);
  slope = (above - below) * 16.0F;
  const typename Lanes::Mask scanned =
      (below >= zero) & (above >= zero) & (place >= zero) & (place <= last);
  return Lanes::select(scanned, below + fraction * (above - below), zero - 1.0F);
}

/// Where a sample lies in the target.
template <class Lanes>
struct TargetPlace {
  GridPlace<Lanes> grid;
  typename Lanes::Float slices_per_step;  ///< d(slice index) / d(slice coordinate)
};

template <class Lanes>
LV_HD LV_INLINE void load_position(const KernelInput& in, std::size_t i,
                                   typename Lanes::Float position[3]) {
  position[0] = Lanes::to_float(Lanes::load(in.x + i));
  position[1] = Lanes::to_float(Lanes::load(in.y + i));
  position[2] = Lanes::to_float(Lanes::load(in.z + i));
}

template <class Lanes>
LV_HD LV_INLINE TargetPlace<Lanes> target_place(const KernelInput& in, std::size_t i) {
  typename Lanes::Float position[3], voxel[3], slices_per_step = typename Lanes::Float{} + 1.0F;
  load_position<Lanes>(in, i, position);
  map_point<Lanes>(in.target_from_sample, position, voxel);
  if (in.slice_of_coordinate) voxel[2] = slice_index<Lanes>(in, voxel[2], slices_per_step);
  return {grid_place<Lanes>(in.target, voxel[0], voxel[1], voxel[2]), slices_per_step};
}

/// The first of the four cells that a sample adds to, and the fraction of a bin for spline_taps.
template <class Lanes>
struct HistogramPlace {
  typename Lanes::Int cell, fraction;
};

template <class Lanes>
LV_HD LV_INLINE HistogramPlace<Lanes> histogram_place(const KernelInput& in, std::size_t i,
                                                      const TargetPlace<Lanes>& place) {
  using Int = typename Lanes::Int;
  const auto sample = sample_grid<Lanes>(in.target, place.grid);
  const Int m = Lanes::truncate(bin_coordinate<Lanes>(in.target_bins, sample.value) *
                                static_cast<float>(bin_steps));
  const Int row = Lanes::select(sample.inside, Lanes::load(in.bin + i), Int{} + outside_row);
  return {row * target_columns + (m >> bin_step_bits), m & (bin_steps - 1)};
}

/// d(score table entry) / d(bin coordinate) of a sample; 0 where the value is clamped.
template <class Lanes>
LV_HD typename Lanes::Float table_slope(const KernelInput& in, const float* table, std::size_t i,
                                        const GridSample<Lanes>& sample) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  const Float m = bin_coordinate<Lanes>(in.target_bins, sample.value);
  const Int base = Lanes::truncate(m);
  const Int row = Lanes::select(sample.inside, Lanes::load(in.bin + i), Int{} + outside_row);
  const Int cell = row * target_columns + base;
  Float slope[4], sum{};
  spline_slopes<Lanes>(m - Lanes::to_float(base), slope);
  for (int k = 0; k < 4; ++k) sum += slope[k] * Lanes::gather(table, cell + k);
  const Float zero{};
  return Lanes::select((m > zero) & (m < zero + target_last_bin), sum, zero);
}

/// A sample's score: d(its share of J) / d(translation, rotation).
template <class Lanes>
LV_HD LV_INLINE void sample_score(const KernelInput& in, const SlopeMaps& maps, const float* table,
                                  std::size_t i, const TargetPlace<Lanes>& place,
                                  typename Lanes::Float score[6]) {
  using Float = typename Lanes::Float;
  Float position[3], lever[3];
  load_position<Lanes>(in, i, position);
  map_point<Lanes>(maps.lever_from_sample, position, lever);
  auto sample = sample_grid<Lanes, true>(in.target, place.grid);
  sample.gradient[2] = sample.gradient[2] * place.slices_per_step;
  const Float l = table_slope<Lanes>(in, table, i, sample);
  for (int a = 0; a < 3; ++a) {
    score[a] =
        l * (maps.gradient[a][0] * sample.gradient[0] + maps.gradient[a][1] * sample.gradient[1] +
             maps.gradient[a][2] * sample.gradient[2]);
  }
  score[3] = lever[1] * score[2] - lever[2] * score[1];
  score[4] = lever[2] * score[0] - lever[0] * score[2];
  score[5] = lever[0] * score[1] - lever[1] * score[0];
}

inline constexpr int slope_sums = 27;  ///< 6 of the gradient, 21 of the upper triangle of outer

/// Adds a score s and the upper triangle of s s^T, row by row.
template <class Float>
LV_HD void add_score(const Float score[6], Float sums[slope_sums]) {
  for (int a = 0, n = 6; a < 6; ++a) {
    sums[a] += score[a];
    for (int b = a; b < 6; ++b) sums[n++] += score[a] * score[b];
  }
}

}  // namespace lv
