#include "engine/gpu/frames.h"

#include "engine/core/assert.h"

namespace lv::gpu {
namespace {

// The largest alignment that Vulkan lets a device ask of storage buffers
// (minStorageBufferOffsetAlignment).
constexpr std::size_t alignment = 256;

constexpr VkBufferUsageFlags any_use =
    VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_VERTEX_BUFFER_BIT |
    VK_BUFFER_USAGE_INDEX_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT;

}  // namespace

std::size_t Frame::room_bytes() const {
  return memory.bytes.size() - used_bytes;
}

FrameMemory Frame::take(std::size_t size_bytes) {
  LV_ASSERT(size_bytes <= room_bytes());
  const FrameMemory taken{memory.handle.get(), used_bytes,
                          memory.bytes.subspan(used_bytes, size_bytes)};
  const std::size_t padded = (used_bytes + size_bytes + alignment - 1) / alignment * alignment;
  used_bytes = std::min(padded, memory.bytes.size());
  return taken;
}

Result<std::unique_ptr<Frames>> Frames::make(Device& device, std::size_t memory_bytes,
                                             const std::string& name) {
  std::unique_ptr<Frames> frames(new Frames(device));
  const VkCommandPoolCreateInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                     .flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT,
                                     .queueFamilyIndex = device.queue_family()};
  VkCommandPool pool = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateCommandPool(device.handle(), &info, nullptr, &pool), "preparing to draw");
  frames->pool_ = {device, pool, name};
  for (Frame& frame : frames->frames_) {
    const VkCommandBufferAllocateInfo buffer{
        .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
        .commandPool = pool,
        .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
        .commandBufferCount = 1};
    LV_VK_TRY(vkAllocateCommandBuffers(device.handle(), &buffer, &frame.commands),
              "preparing to draw");
    LV_ASSIGN(frame.memory, make_buffer(device, memory_bytes, any_use, Access::upload, name));
  }
  return frames;
}

Result<Frame*> Frames::begin() {
  Frame& frame = frames_[current_];
  LV_TRY(device_.wait(frame.submission));
  device_.free_retired();
  frame.used_bytes = 0;
  const VkCommandBufferBeginInfo info{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
                                      .flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT};
  LV_VK_TRY(vkBeginCommandBuffer(frame.commands, &info), "drawing");
  return &frame;
}

Result<std::uint64_t> Frames::submit(VkSemaphore wait, VkSemaphore signal) {
  Frame& frame = frames_[current_];
  LV_VK_TRY(vkEndCommandBuffer(frame.commands), "drawing");
  LV_ASSIGN(frame.submission, device_.submit(frame.commands, wait, signal));
  current_ = (current_ + 1) % frames_.size();
  return frame.submission;
}

}  // namespace lv::gpu
