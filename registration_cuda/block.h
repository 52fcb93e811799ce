// How a kernel's body is run. A body is a row of steps: in each, every thread of the block does the
// same for itself; between steps all wait for each other. What one step leaves for the next lies in
// memory that the block shares. So the same text runs on a card, all threads at once, and on this
// processor, one thread after the other in any order, which is how it is tested without a card.
#pragma once

#include <cstdint>

#ifdef __CUDACC__
#define LV_BODY __device__ inline
#else
#define LV_BODY inline
#endif

namespace lv {

inline constexpr int block_threads = 256;

#ifdef __CUDACC__
/// The block that this thread of the card belongs to.
class CardBlock {
 public:
  __device__ int index() const { return static_cast<int>(blockIdx.x); }
  __device__ int count() const { return static_cast<int>(gridDim.x); }
  template <class Step>
  __device__ void step(const Step& work) const {
    work(static_cast<int>(threadIdx.x));
    __syncthreads();
  }
};
#endif

/// Adds to a number that other threads of the block add to as well.
LV_BODY void add_together(std::uint32_t* sum, std::uint32_t value) {
#ifdef __CUDACC__
  atomicAdd(sum, value);
#else
  *sum += value;
#endif
}

}  // namespace lv
