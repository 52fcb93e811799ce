// Marks code that is compiled for this processor and for CUDA cards from the same text: by clang,
// which then defines __CUDA__, or, to compare both, by nvcc, which defines __CUDACC__.
#pragma once

#if defined(__CUDA__) || defined(__CUDACC__)
#define LV_HD __attribute__((host)) __attribute__((device))
#else
#define LV_HD
#endif

/// For what a loop over samples is made of: as a call of its own it costs more than its work.
#define LV_INLINE __attribute__((always_inline)) inline
