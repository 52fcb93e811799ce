#include "registration_cuda/kernels.h"

#include "registration_cuda/body_climb.h"
#include "registration_cuda/body_regions.h"
#include "registration_cuda/body_samples.h"

namespace lv {
namespace {

__global__ void __launch_bounds__(block_threads) place(const Work* work) {
  place_trials(CardBlock(), *work);
}

__global__ void __launch_bounds__(block_threads) histogram(const Work* work) {
  __shared__ HistogramShared shared;
  make_histograms(CardBlock(), *work, shared);
}

__global__ void __launch_bounds__(block_threads) information(const Work* work) {
  __shared__ RegionShared shared;
  measure_information(CardBlock(), *work, shared);
}

__global__ void __launch_bounds__(block_threads) join(const Work* work) {
  join_trials(CardBlock(), *work);
}

__global__ void __launch_bounds__(block_threads) accept(const Work* work) {
  accept_steps(CardBlock(), *work);
}

__global__ void __launch_bounds__(block_threads) table(const Work* work) {
  __shared__ RegionShared shared;
  make_tables(CardBlock(), *work, shared);
}

__global__ void __launch_bounds__(block_threads) slope(const Work* work) {
  __shared__ SlopeShared shared;
  sum_scores(CardBlock(), *work, shared);
}

__global__ void __launch_bounds__(block_threads) solve(const Work* work) {
  __shared__ SolveShared shared;
  solve_motions(CardBlock(), *work, shared);
}

}  // namespace

const void* kernel_address(Kernel kernel) {
  using Address = void (*)(const Work*);
  static constexpr Address addresses[kernel_count] = {place,  histogram, information, join,
                                                      accept, table,     slope,       solve};
  return reinterpret_cast<const void*>(addresses[static_cast<int>(kernel)]);
}

}  // namespace lv
