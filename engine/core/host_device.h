// Marks code that is compiled by the host's compiler and by nvcc from the same text.
#pragma once

#ifdef __CUDACC__
#define LV_HD __host__ __device__
#else
#define LV_HD
#endif

/// For what a loop over samples is made of: as a call of its own it costs more than its work.
#ifdef __CUDACC__
#define LV_INLINE __forceinline__
#else
#define LV_INLINE [[gnu::always_inline]] inline
#endif
