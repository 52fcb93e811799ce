// The metric's loops for processors with AVX2; this file alone is compiled for it.
#if defined(__x86_64__)
#define LV_ISA avx2
#include "engine/registration/metric_loops.h"

namespace lv {

const Kernels& avx2_kernels() {
  static constexpr Kernels kernels{avx2::accumulate, avx2::slope, avx2::moments, "AVX2"};
  return kernels;
}

}  // namespace lv
#endif
