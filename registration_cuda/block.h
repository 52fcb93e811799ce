// How a kernel's body is run. A body is a row of steps: in each, every thread of the block does the
// same for itself; between steps all wait for each other. What one step leaves for the next lies in
// memory that the block shares. So the same text runs on a card, all threads at once, and on this
// processor, one thread after the other in any order, which is how it is tested without a card.
#pragma once

#include <cstdint>

#if defined(__CUDA__) || defined(__CUDACC__)
#define LV_BODY __attribute__((device)) inline
#else
#define LV_BODY inline
#endif

namespace lv {

inline constexpr int block_threads = 256;

/// Adds to a number that other threads of the block add to as well.
LV_BODY void add_together(std::uint32_t* sum, std::uint32_t value) {
#if defined(__CUDACC__)
  atomicAdd(sum, value);
#elif defined(__CUDA__)
  __atomic_fetch_add(sum, value, __ATOMIC_RELAXED);
#else
  *sum += value;
#endif
}

}  // namespace lv
