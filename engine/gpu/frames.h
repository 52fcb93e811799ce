// Frames in flight: while the GPU draws one, the next is recorded. Each has a command buffer and a
// piece of host memory from which uniforms, vertices and uploads are taken. Main thread only.
#pragma once

#include <array>
#include <memory>

#include "engine/gpu/resource.h"

namespace lv::gpu {

/// A part of a frame's memory; valid until the frame is begun again.
struct FrameMemory {
  VkBuffer buffer = VK_NULL_HANDLE;
  VkDeviceSize offset = 0;
  std::span<std::byte> bytes;
};

/// The frame that is being recorded.
struct Frame {
  VkCommandBuffer commands = VK_NULL_HANDLE;
  Buffer memory;
  std::size_t used_bytes = 0;
  std::uint64_t submission = 0;  ///< of its last use; 0: none yet

  /// Bytes that take() can still give.
  std::size_t room_bytes() const;
  /// Asks for no more than room_bytes(). Aligned for any use.
  FrameMemory take(std::size_t size_bytes);
};

inline constexpr std::size_t frames_in_flight = 2;

class Frames {
 public:
  /// `memory_bytes`: for each frame in flight.
  static Result<std::unique_ptr<Frames>> make(Device& device, std::size_t memory_bytes,
                                              const std::string& name);
  /// Waits until the GPU is done with the frame before the last one, frees what is retired, and
  /// starts recording. Error: the device was lost.
  Result<Frame*> begin();
  /// Ends and submits what begin() started. The semaphores are a swapchain's, or null.
  Result<std::uint64_t> submit(VkSemaphore wait = VK_NULL_HANDLE,
                               VkSemaphore signal = VK_NULL_HANDLE);

 private:
  explicit Frames(Device& device) : device_(device) {}

  Device& device_;
  Owned<VkCommandPool> pool_;
  std::array<Frame, frames_in_flight> frames_;
  std::size_t current_ = 0;
};

/// Memory of each frame that holds a screen full of panes and widgets and an upload budget.
inline constexpr std::size_t usual_frame_memory_bytes = std::size_t{16} << 20;

}  // namespace lv::gpu
