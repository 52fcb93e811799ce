// The metric's loops for any processor.
#define LV_ISA baseline
#include "engine/registration/metric_loops.h"

namespace lv {

const Kernels& baseline_kernels() {
  static constexpr Kernels kernels{baseline::accumulate, baseline::slope, baseline::moments,
                                   "baseline"};
  return kernels;
}

const Kernels& best_kernels() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return avx2_kernels();
#endif
  return baseline_kernels();
}

}  // namespace lv
