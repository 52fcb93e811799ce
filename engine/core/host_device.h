// Marks code that is compiled by the host's compiler and by nvcc from the same text.
#pragma once

#ifdef __CUDACC__
#define LV_HD __host__ __device__
#else
#define LV_HD
#endif
