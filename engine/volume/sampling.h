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

/// Value and gradient at voxel coordinates (centres at integers); where not inside, those of the
/// nearest point of the grid.
template <class Lanes, bool with_gradient = false>
LV_HD GridSample<Lanes> sample_grid(const GridView& grid, typename Lanes::Float x,
                                    typename Lanes::Float y, typename Lanes::Float z) {
  using Float = typename Lanes::Float;
  using Int = typename Lanes::Int;
  const Float last_x = Lanes::to_float(Int{} + (grid.nx - 1));
  const Float last_y = Lanes::to_float(Int{} + (grid.ny - 1));
  const Float last_z = Lanes::to_float(Int{} + (grid.nz - 1));
  const Float zero{};
  GridSample<Lanes> out{};
  out.inside =
      (x >= zero) & (x <= last_x) & (y >= zero) & (y <= last_y) & (z >= zero) & (z <= last_z);
  const Float cx = Lanes::least(Lanes::greatest(x, zero), last_x);
  const Float cy = Lanes::least(Lanes::greatest(y, zero), last_y);
  const Float cz = Lanes::least(Lanes::greatest(z, zero), last_z);
  const Int i = Lanes::least(Lanes::truncate(cx), Int{} + (grid.nx - 2));
  const Int j = Lanes::least(Lanes::truncate(cy), Int{} + (grid.ny - 2));
  const Int k = Lanes::least(Lanes::truncate(cz), Int{} + (grid.nz - 2));
  const Float fx = cx - Lanes::to_float(i);
  const Float fy = cy - Lanes::to_float(j);
  const Float fz = cz - Lanes::to_float(k);

  const Int row = i + grid.nx * (j + grid.ny * k);
  const int next_slice = grid.nx * grid.ny;
  Float v000, v100, v010, v110, v001, v101, v011, v111;
  Lanes::gather_pair(grid.samples, row, v000, v100);
  Lanes::gather_pair(grid.samples, row + grid.nx, v010, v110);
  Lanes::gather_pair(grid.samples, row + next_slice, v001, v101);
  Lanes::gather_pair(grid.samples, row + next_slice + grid.nx, v011, v111);

  const Float v00 = v000 + fx * (v100 - v000), v10 = v010 + fx * (v110 - v010);
  const Float v01 = v001 + fx * (v101 - v001), v11 = v011 + fx * (v111 - v011);
  const Float v0 = v00 + fy * (v10 - v00), v1 = v01 + fy * (v11 - v01);
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
