// The NVIDIA driver's functions, looked up in its library when they are first wanted: longview is
// linked with nothing of CUDA, so it starts where there is no driver.
#pragma once

#include <ffnvcodec/dynlink_cuda.h>

#include "engine/core/result.h"

namespace lv {

// What nv-codec-headers do not declare; as in NVIDIA's cuda.h.
using GetVersion = CUresult CUDAAPI(int* version);
using GetPriorities = CUresult CUDAAPI(int* least, int* greatest);
using CreateStream = CUresult CUDAAPI(CUstream* stream, unsigned flags, int priority);
using ElapsedTime = CUresult CUDAAPI(float* ms, CUevent begin, CUevent end);
using HostAlloc = CUresult CUDAAPI(void** memory, std::size_t bytes, unsigned flags);
using FreeHost = CUresult CUDAAPI(void* memory);
using LoadModule = CUresult CUDAAPI(CUmodule* module, const void* code, unsigned option_count,
                                    CUjit_option* options, void** values);
using Occupancy = CUresult CUDAAPI(int* blocks, CUfunction kernel, int threads,
                                   std::size_t shared_bytes);

/// Every function that longview calls: its name, its type, its name in the library, where later
/// versions of a function have names of their own.
#define LV_CUDA_FUNCTIONS(X)                                                            \
  X(cuDriverGetVersion, GetVersion, "cuDriverGetVersion")                               \
  X(cuInit, tcuInit, "cuInit")                                                          \
  X(cuGetErrorName, tcuGetErrorName, "cuGetErrorName")                                  \
  X(cuDeviceGetCount, tcuDeviceGetCount, "cuDeviceGetCount")                            \
  X(cuDeviceGet, tcuDeviceGet, "cuDeviceGet")                                           \
  X(cuDeviceGetName, tcuDeviceGetName, "cuDeviceGetName")                               \
  X(cuDeviceGetUuid, tcuDeviceGetUuid, "cuDeviceGetUuid")                               \
  X(cuDeviceGetAttribute, tcuDeviceGetAttribute, "cuDeviceGetAttribute")                \
  X(cuDevicePrimaryCtxRetain, tcuDevicePrimaryCtxRetain, "cuDevicePrimaryCtxRetain")    \
  X(cuDevicePrimaryCtxRelease, tcuDevicePrimaryCtxRelease, "cuDevicePrimaryCtxRelease") \
  X(cuCtxPushCurrent, tcuCtxPushCurrent_v2, "cuCtxPushCurrent_v2")                      \
  X(cuCtxPopCurrent, tcuCtxPopCurrent_v2, "cuCtxPopCurrent_v2")                         \
  X(cuCtxGetStreamPriorityRange, GetPriorities, "cuCtxGetStreamPriorityRange")          \
  X(cuStreamCreateWithPriority, CreateStream, "cuStreamCreateWithPriority")             \
  X(cuStreamDestroy, tcuStreamDestroy_v2, "cuStreamDestroy_v2")                         \
  X(cuEventCreate, tcuEventCreate, "cuEventCreate")                                     \
  X(cuEventDestroy, tcuEventDestroy_v2, "cuEventDestroy_v2")                            \
  X(cuEventRecord, tcuEventRecord, "cuEventRecord")                                     \
  X(cuEventSynchronize, tcuEventSynchronize, "cuEventSynchronize")                      \
  X(cuEventElapsedTime, ElapsedTime, "cuEventElapsedTime")                              \
  X(cuMemAlloc, tcuMemAlloc_v2, "cuMemAlloc_v2")                                        \
  X(cuMemFree, tcuMemFree_v2, "cuMemFree_v2")                                           \
  X(cuMemHostAlloc, HostAlloc, "cuMemHostAlloc")                                        \
  X(cuMemFreeHost, FreeHost, "cuMemFreeHost")                                           \
  X(cuMemcpyHtoDAsync, tcuMemcpyHtoDAsync_v2, "cuMemcpyHtoDAsync_v2")                   \
  X(cuMemcpyDtoHAsync, tcuMemcpyDtoHAsync_v2, "cuMemcpyDtoHAsync_v2")                   \
  X(cuModuleLoadDataEx, LoadModule, "cuModuleLoadDataEx")                               \
  X(cuModuleUnload, tcuModuleUnload, "cuModuleUnload")                                  \
  X(cuModuleGetFunction, tcuModuleGetFunction, "cuModuleGetFunction")                   \
  X(cuOccupancyMaxActiveBlocksPerMultiprocessor, Occupancy,                             \
    "cuOccupancyMaxActiveBlocksPerMultiprocessor")                                      \
  X(cuLaunchKernel, tcuLaunchKernel, "cuLaunchKernel")

/// Any thread may call them.
struct CudaDriver {
  int version = 0;  ///< of CUDA: 1000 * major + 10 * minor
#define LV_MEMBER(name, type, symbol) type* name = nullptr;
  LV_CUDA_FUNCTIONS(LV_MEMBER)
#undef LV_MEMBER
};

/// The driver, ready for use; the same one for the life of the program. Errors: there is none; it
/// is too old for longview's kernels; it does not start.
Result<const CudaDriver*> cuda_driver();

/// What the driver calls an error: "CUDA_ERROR_OUT_OF_MEMORY".
std::string error_name(const CudaDriver& driver, CUresult error);

}  // namespace lv
