// The CPU metric's two loops over samples. metric_loops.h is compiled once per instruction set
// (metric_kernels_*.cpp); which one runs is chosen by what the processor offers. All give the same
// bits: same operations, same order, 8 lanes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/registration/metric_math.h"

namespace lv {

/// Samples [begin, end) of one image (multiples of 8) and the other image that they meet.
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

inline constexpr int slope_sums = 27;  ///< 6 of the gradient, 21 of the upper triangle of outer

struct Kernels {
  /// Adds the samples to a histogram of histogram_cells. taps: spline_taps(0 .. bin_steps - 1).
  void (*accumulate)(const KernelInput&, const Taps* taps, std::uint32_t* histogram);
  /// Adds up scores s (6 numbers per sample) and s s^T (upper triangle, row by row).
  void (*slope)(const KernelInput&, const SlopeMaps&, const float* table, double sums[slope_sums]);
  const char* name;
};

/// The best of this processor, and the definition that runs on any.
const Kernels& best_kernels();
const Kernels& baseline_kernels();

#if defined(__x86_64__)
const Kernels& avx2_kernels();  ///< only where the processor has AVX2
#endif

}  // namespace lv
