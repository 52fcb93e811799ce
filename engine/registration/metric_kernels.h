// The CPU's loops over samples: the metric's two, and that of block_shifts.h. metric_loops.h is
// compiled once per instruction set (metric_kernels_*.cpp); which one runs is chosen by what the
// processor offers. All give the same bits: same operations, same order, 8 lanes.
#pragma once

#include "engine/registration/metric_sample.h"

namespace lv {

/// Sums over the samples that count and fall inside: f is the bin of the source less half of
/// source_bins, m the bin coordinate of the target, not clamped, less half of target_last_bin.
struct Moments {
  double f[5];   ///< of f^0 (the number of samples) to f^4
  double mf[3];  ///< of m f^0 to m f^2
  double mm;
};

struct Kernels {
  /// Adds the samples, begin and end being multiples of 8, to a histogram of histogram_cells. taps:
  /// spline_taps(0 .. bin_steps - 1).
  void (*accumulate)(const KernelInput&, const Taps* taps, std::uint32_t* histogram);
  /// Adds up the samples' scores and outer products (add_score).
  void (*slope)(const KernelInput&, const SlopeMaps&, const float* table, double sums[slope_sums]);
  /// Adds up how the samples' values and the target's go together.
  void (*moments)(const KernelInput&, Moments& sums);
  const char* name;
};

/// The fastest that this processor can run, and those that any processor can run, which define the
/// result.
const Kernels& best_kernels();
const Kernels& baseline_kernels();

#if defined(__x86_64__)
const Kernels& avx2_kernels();  ///< only where the processor has AVX2
#endif

}  // namespace lv
