// The kernels as a card runs them: each is a body (body_*.h) run by the blocks of a card. clang
// compiles this file without NVIDIA's toolkit, whose headers are not there; nvcc, which brings
// them, compiles it too, to compare both (tests/device).
#if !defined(__CUDACC__)
/// The only function of the C library that the bodies call; for others see elementary.h.
__attribute__((device)) inline double sqrt(double x) {
  return __nvvm_sqrt_rn_d(x);
}
#endif

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

// GLM's functions are for both sides: nvcc is told so by GLM itself.
#if !defined(__CUDACC__)
#pragma clang force_cuda_host_device begin
#endif
#include "engine/core/math.h"
#if !defined(__CUDACC__)
#pragma clang force_cuda_host_device end
#endif

#include "registration_cuda/body_climb.h"
#include "registration_cuda/body_regions.h"
#include "registration_cuda/body_samples.h"

namespace lv {
namespace {

/// The block that this thread of the card belongs to.
class CardBlock {
 public:
#if defined(__CUDACC__)
  LV_BODY int index() const {
    return static_cast<int>(blockIdx.x);
  }
  LV_BODY int count() const {
    return static_cast<int>(gridDim.x);
  }
  LV_BODY static int thread() {
    return static_cast<int>(threadIdx.x);
  }
#else
  LV_BODY int index() const {
    return __nvvm_read_ptx_sreg_ctaid_x();
  }
  LV_BODY int count() const {
    return __nvvm_read_ptx_sreg_nctaid_x();
  }
  LV_BODY static int thread() {
    return __nvvm_read_ptx_sreg_tid_x();
  }
#endif
  template <class Step>
  LV_BODY void step(const Step& work) const {
    work(thread());
    __syncthreads();
  }
};

}  // namespace

#define LV_KERNEL(name)              \
  extern "C" __attribute__((global)) \
  __attribute__((launch_bounds(block_threads))) void lv_##name(const Work* work)
#define LV_SHARED __attribute__((shared)) static

LV_KERNEL(place) {
  place_trials(CardBlock(), *work);
}

LV_KERNEL(histogram) {
  LV_SHARED HistogramShared shared;
  make_histograms(CardBlock(), *work, shared);
}

LV_KERNEL(information) {
  LV_SHARED RegionShared shared;
  measure_information(CardBlock(), *work, shared);
}

LV_KERNEL(join) {
  join_trials(CardBlock(), *work);
}

LV_KERNEL(accept) {
  accept_steps(CardBlock(), *work);
}

LV_KERNEL(table) {
  LV_SHARED RegionShared shared;
  make_tables(CardBlock(), *work, shared);
}

LV_KERNEL(slope) {
  LV_SHARED SlopeShared shared;
  sum_scores(CardBlock(), *work, shared);
}

LV_KERNEL(solve) {
  LV_SHARED SolveShared shared;
  solve_motions(CardBlock(), *work, shared);
}

}  // namespace lv
