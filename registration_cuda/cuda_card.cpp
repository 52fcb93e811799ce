// A card through the CUDA runtime. All its work goes through one stream of the lowest priority, so
// that drawing comes first; a program becomes a graph when it is first run, and only the card waits
// between its kernels.
#include <cuda_runtime_api.h>

#include <algorithm>
#include <map>

#include "engine/core/assert.h"
#include "registration_cuda/block.h"
#include "registration_cuda/card.h"
#include "registration_cuda/kernels.h"

namespace lv {
namespace {

constexpr int least_capability = 75;  // what kernels.cu is compiled for
/// Blocks of kernels whose work is a thread per trial, or a block per climb.
constexpr int few_blocks = 16;

Error failure(cudaError_t error, const std::string& card) {
  cudaGetLastError();  // else the next call reports it once more
  if (error == cudaErrorMemoryAllocation) {
    return {ErrorCode::unavailable, "the graphics card has no room left for the alignment", card};
  }
  const std::string why = cudaGetErrorString(error);
  return {ErrorCode::unavailable, "the graphics card stopped working (" + why + ")", card};
}

#define LV_CUDA_TRY(call)                                           \
  do {                                                              \
    if (const cudaError_t error_ = (call); error_ != cudaSuccess) { \
      return failure(error_, info_.name);                           \
    }                                                               \
  } while (false)

CardInfo info_of(const cudaDeviceProp& found) {
  CardInfo info;
  info.name = found.name;
  std::copy_n(reinterpret_cast<const std::uint8_t*>(found.uuid.bytes), info.id.size(),
              info.id.begin());
  info.compute_capability = 10 * found.major + found.minor;
  info.memory_bytes = found.totalGlobalMem;
  if (info.compute_capability < least_capability) {
    info.rejected = "the card is too old: compute capability " + std::to_string(found.major) + "." +
                    std::to_string(found.minor) + ", 7.5 is needed";
  }
  return info;
}

/// What floors of running times are reckoned from; 0 where the driver does not say.
void note_speed(int device, CardInfo& info) {
  int processors = 0, clock_khz = 0, memory_khz = 0, bus_bits = 0;
  cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device);
  cudaDeviceGetAttribute(&clock_khz, cudaDevAttrClockRate, device);
  cudaDeviceGetAttribute(&memory_khz, cudaDevAttrMemoryClockRate, device);
  cudaDeviceGetAttribute(&bus_bits, cudaDevAttrGlobalMemoryBusWidth, device);
  info.processors = processors;
  info.clock_hz = 1e3 * clock_khz;
  info.memory_bytes_per_s = 2.0 * 1e3 * memory_khz * bus_bits / 8.0;  // twice a clock
}

class CudaCard final : public Card {
 public:
  CudaCard(int device, CardInfo info) : device_(device), info_(std::move(info)) {}

  ~CudaCard() override {
    cudaSetDevice(device_);
    for (const auto& [program, graph] : graphs_) cudaGraphExecDestroy(graph);
    if (begun_) cudaEventDestroy(begun_);
    if (ended_) cudaEventDestroy(ended_);
    if (stream_) cudaStreamDestroy(stream_);
  }

  Result<void> open() {
    LV_CUDA_TRY(cudaSetDevice(device_));
    int lowest = 0, highest = 0;
    LV_CUDA_TRY(cudaDeviceGetStreamPriorityRange(&lowest, &highest));
    LV_CUDA_TRY(cudaStreamCreateWithPriority(&stream_, cudaStreamNonBlocking, lowest));
    LV_CUDA_TRY(cudaEventCreate(&begun_));
    LV_CUDA_TRY(cudaEventCreate(&ended_));
    return choose_blocks();
  }

  const CardInfo& info() const override { return info_; }
  double worked_s() const override { return worked_s_; }

  Result<void*> allocate(std::size_t bytes, Memory kind) override {
    void* memory = nullptr;
    LV_CUDA_TRY(cudaSetDevice(device_));
    LV_CUDA_TRY(kind == Memory::card ? cudaMalloc(&memory, bytes)
                                     : cudaHostAlloc(&memory, bytes, cudaHostAllocDefault));
    return memory;
  }

  void release(void* memory, Memory kind) override {
    cudaSetDevice(device_);
    kind == Memory::card ? cudaFree(memory) : cudaFreeHost(memory);
  }

  Result<void> upload(void* to, const void* from, std::size_t bytes) override {
    LV_CUDA_TRY(cudaSetDevice(device_));
    // From pageable memory it returns once `from` may be overwritten.
    LV_CUDA_TRY(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_));
    return {};
  }

  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override {
    LV_CUDA_TRY(cudaSetDevice(device_));
    LV_ASSIGN(const cudaGraphExec_t graph, graph_of(program, work));
    LV_CUDA_TRY(cudaEventRecord(begun_, stream_));
    for (const Copy& copy : in) {
      LV_CUDA_TRY(cudaMemcpyAsync(copy.to, copy.from, copy.bytes, cudaMemcpyHostToDevice, stream_));
    }
    LV_CUDA_TRY(cudaGraphLaunch(graph, stream_));
    for (const Copy& copy : out) {
      LV_CUDA_TRY(cudaMemcpyAsync(copy.to, copy.from, copy.bytes, cudaMemcpyDeviceToHost, stream_));
    }
    LV_CUDA_TRY(cudaEventRecord(ended_, stream_));
    LV_CUDA_TRY(cudaEventSynchronize(ended_));
    float worked_ms = 0.0F;
    LV_CUDA_TRY(cudaEventElapsedTime(&worked_ms, begun_, ended_));
    worked_s_ += static_cast<double>(worked_ms) * 1e-3;
    return {};
  }

 private:
  /// As many blocks as the card runs at once; they share the work among themselves.
  Result<void> choose_blocks() {
    for (int k = 0; k < kernel_count; ++k) {
      int each = 0;
      LV_CUDA_TRY(cudaOccupancyMaxActiveBlocksPerMultiprocessor(
          &each, kernel_address(static_cast<Kernel>(k)), block_threads, 0));
      blocks_[static_cast<std::size_t>(k)] = std::max(1, each * info_.processors);
    }
    for (const Kernel kernel : {Kernel::place, Kernel::join, Kernel::accept, Kernel::solve}) {
      blocks_[static_cast<std::size_t>(kernel)] = few_blocks;
    }
    return {};
  }

  Result<cudaGraphExec_t> graph_of(const Program& program, const Work* work) {
    LV_ASSERT(!work_ || work_ == work);
    work_ = work;
    const auto known = graphs_.find(program);
    if (known != graphs_.end()) return known->second;
    cudaGraph_t graph = nullptr;
    LV_CUDA_TRY(cudaGraphCreate(&graph, 0));
    cudaGraphExec_t ready = nullptr;
    const auto filled = fill(graph, program);
    const cudaError_t made = filled ? cudaGraphInstantiateWithFlags(&ready, graph, 0) : cudaSuccess;
    cudaGraphDestroy(graph);
    LV_TRY(filled);
    LV_CUDA_TRY(made);
    graphs_[program] = ready;
    return ready;
  }

  /// One kernel after the other.
  Result<void> fill(cudaGraph_t graph, const Program& program) {
    cudaGraphNode_t last = nullptr;
    void* arguments[] = {&work_};
    for (const Kernel kernel : program) {
      cudaKernelNodeParams node{};
      node.func = const_cast<void*>(kernel_address(kernel));
      node.gridDim = dim3(static_cast<unsigned>(blocks_[static_cast<std::size_t>(kernel)]));
      node.blockDim = dim3(block_threads);
      node.kernelParams = arguments;
      cudaGraphNode_t next = nullptr;
      LV_CUDA_TRY(
          cudaGraphAddKernelNode(&next, graph, last ? &last : nullptr, last ? 1 : 0, &node));
      last = next;
    }
    return {};
  }

  int device_;
  CardInfo info_;
  cudaStream_t stream_ = nullptr;
  cudaEvent_t begun_ = nullptr, ended_ = nullptr;
  std::array<int, kernel_count> blocks_{};
  std::map<Program, cudaGraphExec_t> graphs_;
  const Work* work_ = nullptr;
  double worked_s_ = 0.0;
};

#undef LV_CUDA_TRY

}  // namespace

Result<std::vector<CardInfo>> list_cuda_cards() {
  int driver = 0, count = 0;
  if (cudaDriverGetVersion(&driver) != cudaSuccess || driver == 0) {
    return Error{ErrorCode::unavailable, "there is no NVIDIA driver on this machine", ""};
  }
  if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess) {
    cudaGetLastError();
    const bool old = error == cudaErrorInsufficientDriver;
    const std::string why = cudaGetErrorString(error);
    return Error{ErrorCode::unavailable,
                 old ? "the NVIDIA driver is too old for CUDA 13; update it"
                     : "the NVIDIA driver offers no graphics card (" + why + ")",
                 ""};
  }
  std::vector<CardInfo> cards;
  for (int device = 0; device < count; ++device) {
    cudaDeviceProp found{};
    if (cudaGetDeviceProperties(&found, device) == cudaSuccess) {
      cards.push_back(info_of(found));
      note_speed(device, cards.back());
    } else {
      cards.push_back(
          {"CUDA card " + std::to_string(device), {}, 0, 0, "it does not answer", 0, 0.0, 0.0});
    }
  }
  return cards;
}

Result<std::shared_ptr<Card>> open_cuda_card(const std::optional<CardId>& id) {
  LV_ASSIGN(const std::vector<CardInfo> cards, list_cuda_cards());
  LV_ASSIGN(const std::size_t chosen, choose_card(cards, id));
  auto card = std::make_shared<CudaCard>(static_cast<int>(chosen), cards[chosen]);
  LV_TRY(card->open());
  return std::shared_ptr<Card>(std::move(card));
}

}  // namespace lv
