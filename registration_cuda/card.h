// What holds the pairs and runs the kernels: a CUDA card, or in tests this processor
// (tests/support/emulated_card.h). One thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "registration_cuda/work.h"

namespace lv {

/// Kernels in order; each sees what the ones before have written.
using Program = std::vector<Kernel>;

/// Names a card; Vulkan (VkPhysicalDeviceIDProperties) and CUDA give it the same one.
using CardId = std::array<std::uint8_t, 16>;

struct CardInfo {
  std::string name;
  CardId id{};
  int compute_capability = 0;                       ///< 10 * major + minor
  std::string driver;                               ///< "driver for CUDA 12.4"
  std::string rejected;                             ///< why longview cannot use it; empty: it can
  int processors = 0;                               ///< streaming multiprocessors
  double clock_hz = 0.0, memory_bytes_per_s = 0.0;  ///< greatest, as the driver names them
};

enum class Memory {
  card,  ///< seen by kernels alone
  host,  ///< seen by the host alone, pinned so that copies do not wait
};

/// Bytes that go to the card before a program, or come back after it; host memory is Memory::host.
struct Copy {
  void* to;
  const void* from;
  std::size_t bytes;
};

class Card {
 public:
  virtual ~Card() = default;
  virtual const CardInfo& info() const = 0;

  /// Aligned to 256 bytes. Errors: there is no room; the card failed.
  virtual Result<void*> allocate(std::size_t bytes, Memory kind) = 0;
  virtual void release(void* memory, Memory kind) = 0;

  /// From any host memory; the next program sees it. Errors: the card failed.
  virtual Result<void> upload(void* to, const void* from, std::size_t bytes) = 0;

  /// Copies, runs, copies back, and returns when all is done. Errors: the card failed or was lost.
  virtual Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                           std::span<const Copy> out) = 0;

  /// Seconds that the card has worked in run(), by its own clock, copies included.
  virtual double worked_s() const = 0;
};

/// The machine's CUDA cards, usable or not. Errors: this build has no CUDA; no driver; no card.
Result<std::vector<CardInfo>> list_cuda_cards();

/// Index of the card with this id if it can be used; else of the first that can. The error says why
/// none can.
Result<std::size_t> choose_card(std::span<const CardInfo> cards, const std::optional<CardId>& id);

/// `code`: PTX to run in place of longview's own, for comparing compilers. Errors:
/// list_cuda_cards()'s, choose_card()'s, the driver cannot compile the kernels, the card failed.
Result<std::shared_ptr<Card>> open_cuda_card(const std::optional<CardId>& id,
                                             const char* code = nullptr);

}  // namespace lv
