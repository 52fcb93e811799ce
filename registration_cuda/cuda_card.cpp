// A card through the NVIDIA driver. All its work goes through one stream of the lowest priority, so
// that drawing comes first; a program's kernels are queued at once, and only the card waits between
// them.
#include <algorithm>
#include <array>

#include "engine/core/log.h"
#include "registration_cuda/block.h"
#include "registration_cuda/card.h"
#include "registration_cuda/driver.h"
#include "registration_cuda/kernels.h"

namespace lv {
namespace {

constexpr int least_capability = 70;  // what kernels.cu is compiled for
/// Blocks of kernels whose work is a thread per trial, or a block per climb.
constexpr int few_blocks = 16;
constexpr auto out_of_memory = static_cast<CUresult>(2);  // CUDA_ERROR_OUT_OF_MEMORY

/// LV_CUDA_TRY(cuFunction, arguments…) of driver_; hands its failure to the caller.
#define LV_CUDA_TRY(function, ...)                                                       \
  do {                                                                                   \
    if (const CUresult error_ = driver_.function(__VA_ARGS__); error_ != CUDA_SUCCESS) { \
      return failure(#function, error_);                                                 \
    }                                                                                    \
  } while (false)

CUdeviceptr address_of(const void* memory) {
  return reinterpret_cast<CUdeviceptr>(memory);
}

/// 0 where the driver does not say.
int attribute(const CudaDriver& driver, CUdevice device, CUdevice_attribute which) {
  int value = 0;
  driver.cuDeviceGetAttribute(&value, which, device);
  return value;
}

std::string version_text(int version) {
  return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

CardInfo info_of(const CudaDriver& driver, int index) {
  CardInfo info;
  info.driver = "driver for CUDA " + version_text(driver.version);
  CUdevice device = 0;
  char name[256] = "";
  CUuuid id{};
  if (driver.cuDeviceGet(&device, index) != CUDA_SUCCESS ||
      driver.cuDeviceGetName(name, sizeof name - 1, device) != CUDA_SUCCESS ||
      driver.cuDeviceGetUuid(&id, device) != CUDA_SUCCESS) {
    info.name = "CUDA card " + std::to_string(index);
    info.rejected = "it does not answer";
    return info;
  }
  const auto of = [&](CUdevice_attribute which) { return attribute(driver, device, which); };
  info.name = name;
  std::copy_n(reinterpret_cast<const std::uint8_t*>(id.bytes), info.id.size(), info.id.begin());
  const int major = of(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
            minor = of(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  info.compute_capability = 10 * major + minor;
  info.processors = of(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  info.clock_hz = 1e3 * of(CU_DEVICE_ATTRIBUTE_CLOCK_RATE);
  info.memory_bytes_per_s = 2.0 * 1e3 * of(CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE) *
                            of(CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH) / 8.0;  // twice a clock
  if (info.compute_capability < least_capability) {
    info.rejected = "the card is too old: compute capability " + std::to_string(major) + "." +
                    std::to_string(minor) + ", 7.0 is needed";
  }
  return info;
}

class CudaCard final : public Card {
 public:
  CudaCard(const CudaDriver& driver, CardInfo info) : driver_(driver), info_(std::move(info)) {}

  ~CudaCard() override {
    if (!context_) return;
    {
      const Current current(*this);
      if (begun_) driver_.cuEventDestroy(begun_);
      if (ended_) driver_.cuEventDestroy(ended_);
      if (stream_) driver_.cuStreamDestroy(stream_);
      if (module_) driver_.cuModuleUnload(module_);
    }
    driver_.cuDevicePrimaryCtxRelease(device_);
  }

  Result<void> open(int index, const char* code) {
    LV_CUDA_TRY(cuDeviceGet, &device_, index);
    LV_CUDA_TRY(cuDevicePrimaryCtxRetain, &context_, device_);
    const Current current(*this);
    int lowest = 0, highest = 0;
    LV_CUDA_TRY(cuCtxGetStreamPriorityRange, &lowest, &highest);
    LV_CUDA_TRY(cuStreamCreateWithPriority, &stream_, CU_STREAM_NON_BLOCKING, lowest);
    LV_CUDA_TRY(cuEventCreate, &begun_, 0U);
    LV_CUDA_TRY(cuEventCreate, &ended_, 0U);
    LV_TRY(load(code));
    return find_kernels();
  }

  const CardInfo& info() const override { return info_; }
  double worked_s() const override { return worked_s_; }

  Result<void*> allocate(std::size_t bytes, Memory kind) override {
    const Current current(*this);
    if (kind == Memory::host) {
      void* memory = nullptr;
      LV_CUDA_TRY(cuMemHostAlloc, &memory, bytes, 0U);
      return memory;
    }
    CUdeviceptr address = 0;
    LV_CUDA_TRY(cuMemAlloc, &address, bytes);
    return reinterpret_cast<void*>(address);
  }

  void release(void* memory, Memory kind) override {
    const Current current(*this);
    if (kind == Memory::host) {
      driver_.cuMemFreeHost(memory);
    } else {
      driver_.cuMemFree(address_of(memory));
    }
  }

  Result<void> upload(void* to, const void* from, std::size_t bytes) override {
    const Current current(*this);
    // From pageable memory it returns once `from` may be overwritten.
    LV_CUDA_TRY(cuMemcpyHtoDAsync, address_of(to), from, bytes, stream_);
    return {};
  }

  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override {
    const Current current(*this);
    LV_CUDA_TRY(cuEventRecord, begun_, stream_);
    for (const Copy& copy : in) {
      LV_CUDA_TRY(cuMemcpyHtoDAsync, address_of(copy.to), copy.from, copy.bytes, stream_);
    }
    for (const Kernel kernel : program) LV_TRY(launch(kernel, work));
    for (const Copy& copy : out) {
      LV_CUDA_TRY(cuMemcpyDtoHAsync, copy.to, address_of(copy.from), copy.bytes, stream_);
    }
    LV_CUDA_TRY(cuEventRecord, ended_, stream_);
    LV_CUDA_TRY(cuEventSynchronize, ended_);
    float worked_ms = 0.0F;
    LV_CUDA_TRY(cuEventElapsedTime, &worked_ms, begun_, ended_);
    worked_s_ += static_cast<double>(worked_ms) * 1e-3;
    return {};
  }

 private:
  /// Makes the card's context this thread's for as long as it lives. Where that fails, so does the
  /// call that needs it.
  class Current {
   public:
    explicit Current(const CudaCard& card)
        : driver_(card.driver_), pushed_(driver_.cuCtxPushCurrent(card.context_) == CUDA_SUCCESS) {}
    Current(const Current&) = delete;
    Current& operator=(const Current&) = delete;
    ~Current() {
      CUcontext popped = nullptr;
      if (pushed_) driver_.cuCtxPopCurrent(&popped);
    }

   private:
    const CudaDriver& driver_;
    bool pushed_;
  };

  struct ReadyKernel {
    CUfunction function = nullptr;
    unsigned blocks = few_blocks;
  };

  Error failure(const char* function, CUresult error) const {
    if (error == out_of_memory) {
      return {ErrorCode::unavailable, "the graphics card has no room left for the alignment",
              info_.name};
    }
    return {ErrorCode::unavailable,
            std::string("the graphics card stopped working (") + function + ": " +
                error_name(driver_, error) + ")",
            info_.name};
  }

  /// Has the driver compile the kernels for this card.
  Result<void> load(const char* code) {
    std::array<char, 4096> said{};
    CUjit_option options[] = {CU_JIT_ERROR_LOG_BUFFER, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES};
    void* values[] = {said.data(), reinterpret_cast<void*>(said.size() - 1)};
    const CUresult error = driver_.cuModuleLoadDataEx(&module_, code, 2, options, values);
    if (error == CUDA_SUCCESS) return {};
    if (said[0] != '\0') log::warning("alignment", said.data());
    return Error{ErrorCode::unavailable,
                 "the NVIDIA driver cannot compile longview's kernels (cuModuleLoadDataEx: " +
                     error_name(driver_, error) + "); update the driver",
                 info_.name};
  }

  /// With as many blocks as the card runs at once, which share the work among themselves.
  Result<void> find_kernels() {
    for (int k = 0; k < kernel_count; ++k) {
      const auto kernel = static_cast<Kernel>(k);
      ReadyKernel& ready = kernels_[static_cast<std::size_t>(k)];
      LV_CUDA_TRY(cuModuleGetFunction, &ready.function, module_, kernel_name(kernel));
      if (kernel == Kernel::place || kernel == Kernel::join || kernel == Kernel::accept ||
          kernel == Kernel::solve) {
        continue;
      }
      int each = 0;
      LV_CUDA_TRY(cuOccupancyMaxActiveBlocksPerMultiprocessor, &each, ready.function, block_threads,
                  0);
      ready.blocks = static_cast<unsigned>(std::max(1, each * info_.processors));
    }
    return {};
  }

  Result<void> launch(Kernel kernel, const Work* work) {
    const ReadyKernel& ready = kernels_[static_cast<std::size_t>(kernel)];
    void* arguments[] = {&work};
    LV_CUDA_TRY(cuLaunchKernel, ready.function, ready.blocks, 1, 1, block_threads, 1, 1, 0, stream_,
                arguments, nullptr);
    return {};
  }

  const CudaDriver& driver_;
  CardInfo info_;
  CUdevice device_ = 0;
  CUcontext context_ = nullptr;
  CUstream stream_ = nullptr;
  CUevent begun_ = nullptr, ended_ = nullptr;
  CUmodule module_ = nullptr;
  std::array<ReadyKernel, kernel_count> kernels_{};
  double worked_s_ = 0.0;
};

#undef LV_CUDA_TRY

}  // namespace

Result<std::vector<CardInfo>> list_cuda_cards() {
  LV_ASSIGN(const CudaDriver* const driver, cuda_driver());
  int count = 0;
  if (const CUresult error = driver->cuDeviceGetCount(&count); error != CUDA_SUCCESS) {
    return Error{ErrorCode::unavailable,
                 "the NVIDIA driver lists no graphics cards (cuDeviceGetCount: " +
                     error_name(*driver, error) + ")"};
  }
  std::vector<CardInfo> cards;
  for (int index = 0; index < count; ++index) cards.push_back(info_of(*driver, index));
  return cards;
}

Result<std::shared_ptr<Card>> open_cuda_card(const std::optional<CardId>& id, const char* code) {
  LV_ASSIGN(const CudaDriver* const driver, cuda_driver());
  LV_ASSIGN(const std::vector<CardInfo> cards, list_cuda_cards());
  LV_ASSIGN(const std::size_t chosen, choose_card(cards, id));
  auto card = std::make_shared<CudaCard>(*driver, cards[chosen]);
  LV_TRY(card->open(static_cast<int>(chosen), code ? code : kernels_ptx()));
  return std::shared_ptr<Card>(std::move(card));
}

}  // namespace lv
