// Reading a 16-bit volume between its voxels: one text for one sample at a time (host and CUDA) and
// for several at a time (the CPU metric's vector types), chosen by the `Lanes` parameter.
// Trilinear; nothing is extrapolated: a point outside the grid of voxel centres is `outside`.
#pragma once

#include <cstdint>

#include "engine/core/host_device.h"

namespace lv {

/// One number per lane and what the arithmetic below needs of it.
struct ScalarLanes {
  using Float = float;
  using Int = std::int32_t;
  using Mask = bool;

  static LV_HD Int truncate(Float x) { return static_cast<Int>(x); }
  static LV_HD Float to_float(Int i) { return static_cast<Float>(i); }
  static LV_HD Float least(Float a, Float b) { return b < a ? b : a; }
  static LV_HD Float greatest(Float a, Float b) { return b > a ? b : a; }
  static LV_HD Int least(Int a, Int b) { return b < a ? b : a; }
  static LV_HD Float select(Mask mask, Float yes, Float no) { return mask ? yes : no; }
  static LV_HD Int select(Mask mask, Int yes, Int no) { return mask ? yes : no; }
  template <class T>
  static LV_HD Int load(const T* values) {
    return *values;
  }
  static LV_HD Float gather(const float* table, Int index) { return table[index]; }
  /// Two neighbouring samples.
  static LV_HD void gather_pair(const std::uint16_t* samples, Int index, Float& first,
                                Float& second) {
    first = samples[index];
    second = samples[index + 1];
  }
};

/// Samples of one volume: nx * ny * nz, x fastest. nx, ny, nz >= 2; fewer than 2^31 samples.
struct GridView {
  const std::uint16_t* samples;
  int nx, ny, nz;
};

template <class Lanes>
struct GridSample {
  typename Lanes::Float value;
  typename Lanes::Float gradient[3];  ///< per voxel
  typename Lanes::Mask inside;
};

/// Where a point lies in the grid: the voxel before it along every axis, how far it is from there
/// to the next ones, 0..1, and whether it is inside; if not, that of the nearest point of the grid.
template <class Lanes>
struct GridPlace {
  typename Lanes::Int voxel;  ///< index of the sample
  typename Lanes::Float fraction[3];
  typename Lanes::Mask inside;
};

template <class Lanes>
LV_HD LV_INLINE void place_on_axis(typename Lanes::Float coordinate, int count,
                                   typename Lanes::Int& before, typename Lanes::Float& fraction,
                                   typename Lanes::Mask& inside) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  const Float zero{}, last = Lanes::to_float(Int{} + (count - 1));
  inside = (coordinate >= zero) & (coordinate <= last);
  const Float nearest = Lanes::least(Lanes::greatest(coordinate, zero), last);
  before = Lanes::least(Lanes::truncate(nearest), Int{} + (count - 2));
  fraction = nearest - Lanes::to_float(before);
}

/// The place of a point given in voxel coordinates (centres at integers).
template <class Lanes>
LV_HD LV_INLINE GridPlace<Lanes> grid_place(const GridView& grid, typename Lanes::Float x,
                                            typename Lanes::Float y, typename Lanes::Float z) {
  GridPlace<Lanes> place;
  typename Lanes::Int i, j, k;
  typename Lanes::Mask inside_x, inside_y, inside_z;
  place_on_axis<Lanes>(x, grid.nx, i, place.fraction[0], inside_x);
  place_on_axis<Lanes>(y, grid.ny, j, place.fraction[1], inside_y);
  place_on_axis<Lanes>(z, grid.nz, k, place.fraction[2], inside_z);
  place.voxel = i + grid.nx * (j + grid.ny * k);
  place.inside = inside_x & inside_y & inside_z;
  return place;
}

/// Value and gradient at a place.
template <class Lanes, bool with_gradient = false>
LV_HD LV_INLINE GridSample<Lanes> sample_grid(const GridView& grid, const GridPlace<Lanes>& place) {
  using Float = typename Lanes::Float;
  const auto& [fx, fy, fz] = place.fraction;
  const typename Lanes::Int row = place.voxel;
  const int next_slice = grid.nx * grid.ny;
  Float v000, v100, v010, v110, v001, v101, v011, v111;
  Lanes::gather_pair(grid.samples, row, v000, v100);
  Lanes::gather_pair(grid.samples, row + grid.nx, v010, v110);
  Lanes::gather_pair(grid.samples, row + next_slice, v001, v101);
  Lanes::gather_pair(grid.samples, row + next_slice + grid.nx, v011, v111);

  const Float v00 = v000 + fx * (v100 - v000), v10 = v010 + fx * (v110 - v010);
  const Float v01 = v001 + fx * (v101 - v001), v11 = v011 + fx * (v111 - v011);
  const Float v0 = v00 + fy * (v10 - v00), v1 = v01 + fy * (v11 - v01);
  GridSample<Lanes> out;
  out.inside = place.inside;
  out.value = v0 + fz * (v1 - v0);
  if constexpr (with_gradient) {
    const Float x00 = v100 - v000, x10 = v110 - v010, x01 = v101 - v001, x11 = v111 - v011;
    const Float x0 = x00 + fy * (x10 - x00), x1 = x01 + fy * (x11 - x01);
    const Float y0 = v10 - v00, y1 = v11 - v01;
    out.gradient[0] = x0 + fz * (x1 - x0);
    out.gradient[1] = y0 + fz * (y1 - y0);
    out.gradient[2] = v1 - v0;
  }
  return out;
}

}  // namespace lv
