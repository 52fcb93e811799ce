#include "engine/gpu/target.h"

#include <algorithm>

#include "engine/core/assert.h"

namespace lv::gpu {
namespace {

VkExtent3D vulkan_extent(ExtentPx extent) {
  return {static_cast<std::uint32_t>(extent.width), static_cast<std::uint32_t>(extent.height), 1};
}

VkClearColorValue vulkan_colour(const vec4& colour) {
  return {.float32 = {colour.x, colour.y, colour.z, colour.w}};
}

// Makes a copy of this frame visible to the host once the frame is waited for.
void make_visible_to_host(VkCommandBuffer commands) {
  const VkMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,
                                 .srcStageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
                                 .srcAccessMask = VK_ACCESS_2_TRANSFER_WRITE_BIT,
                                 .dstStageMask = VK_PIPELINE_STAGE_2_HOST_BIT,
                                 .dstAccessMask = VK_ACCESS_2_HOST_READ_BIT};
  const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                    .memoryBarrierCount = 1,
                                    .pMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(commands, &dependency);
}

}  // namespace

int most_target_px(const Device& device) {
  const VkPhysicalDeviceLimits& limits = device.limits();
  return static_cast<int>(std::min(limits.maxFramebufferWidth, limits.maxFramebufferHeight));
}

Result<Target> make_target(Device& device, ExtentPx extent, const std::string& name,
                           VkFormat format) {
  const int most = most_target_px(device);
  if (extent.width < 1 || extent.height < 1 || extent.width > most || extent.height > most) {
    return Error{ErrorCode::unavailable,
                 "this graphics device cannot draw a picture of " + std::to_string(extent.width) +
                     " × " + std::to_string(extent.height) + " pixels; " + std::to_string(most) +
                     " are the most in each direction",
                 name};
  }
  Target target{.extent_px = extent};
  const VkImageUsageFlags read =
      format == target_format ? VK_IMAGE_USAGE_TRANSFER_SRC_BIT : VK_IMAGE_USAGE_SAMPLED_BIT;
  LV_ASSIGN(target.image,
            make_image(device, {.name = name,
                                .format = format,
                                .extent = vulkan_extent(extent),
                                .usage = VK_IMAGE_USAGE_COLOR_ATTACHMENT_BIT | read}));
  return target;
}

void begin_drawing(VkCommandBuffer commands, Target& target, std::optional<vec4> clear) {
  transition(commands, target.image, Use::drawn, clear.has_value());
  const VkRenderingAttachmentInfo attachment{
      .sType = VK_STRUCTURE_TYPE_RENDERING_ATTACHMENT_INFO,
      .imageView = target.image.view.get(),
      .imageLayout = target.image.state.layout,
      .loadOp = clear ? VK_ATTACHMENT_LOAD_OP_CLEAR : VK_ATTACHMENT_LOAD_OP_LOAD,
      .storeOp = VK_ATTACHMENT_STORE_OP_STORE,
      .clearValue = {.color = vulkan_colour(clear.value_or(vec4(0)))}};
  const VkExtent3D extent = target.image.extent;
  const VkRect2D area{.extent = {extent.width, extent.height}};
  const VkRenderingInfo info{.sType = VK_STRUCTURE_TYPE_RENDERING_INFO,
                             .renderArea = area,
                             .layerCount = 1,
                             .colorAttachmentCount = 1,
                             .pColorAttachments = &attachment};
  vkCmdBeginRendering(commands, &info);
  const VkViewport viewport{.width = static_cast<float>(extent.width),
                            .height = static_cast<float>(extent.height),
                            .maxDepth = 1.0F};
  vkCmdSetViewport(commands, 0, 1, &viewport);
  vkCmdSetScissor(commands, 0, 1, &area);
}

void end_drawing(VkCommandBuffer commands) {
  vkCmdEndRendering(commands);
}

Result<Readback> Readback::make(Device& device, ExtentPx extent, int slots) {
  Readback readback(device, extent);
  const std::size_t size_bytes = std::size_t{4} * static_cast<std::size_t>(extent.width) *
                                 static_cast<std::size_t>(extent.height);
  for (int s = 0; s < slots; ++s) {
    Slot slot;
    LV_ASSIGN(slot.buffer, make_buffer(device, size_bytes, VK_BUFFER_USAGE_TRANSFER_DST_BIT,
                                       Access::readback, "readback " + std::to_string(s)));
    readback.slots_.push_back(std::move(slot));
  }
  return readback;
}

bool Readback::record(Frame& frame, Target& target, int x_px, int y_px) {
  LV_ASSERT(x_px >= 0 && x_px + extent_.width <= target.extent_px.width);
  LV_ASSERT(y_px >= 0 && y_px + extent_.height <= target.extent_px.height);
  const auto slot = std::ranges::find(slots_, State::free, &Slot::state);
  if (slot == slots_.end()) return false;
  transition(frame.commands, target.image, Use::copied_from);
  const VkBufferImageCopy region{.imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                                 .imageOffset = {x_px, y_px, 0},
                                 .imageExtent = {static_cast<std::uint32_t>(extent_.width),
                                                 static_cast<std::uint32_t>(extent_.height), 1}};
  vkCmdCopyImageToBuffer(frame.commands, target.image.handle.get(), target.image.state.layout,
                         slot->buffer.handle.get(), 1, &region);
  make_visible_to_host(frame.commands);
  slot->state = State::recorded;
  slot->submission = device_->next_submission();
  return true;
}

Result<std::optional<int>> Readback::take(bool wait) {
  const auto oldest = std::ranges::min_element(slots_, {}, [](const Slot& slot) {
    return slot.state == State::recorded ? slot.submission : ~std::uint64_t{0};
  });
  if (oldest == slots_.end() || oldest->state != State::recorded) return std::optional<int>();
  if (wait) LV_TRY(device_->wait(oldest->submission));
  if (device_->completed() < oldest->submission) return std::optional<int>();
  oldest->state = State::taken;
  return std::optional(static_cast<int>(oldest - slots_.begin()));
}

std::span<const std::uint8_t> Readback::pixels(int slot) const {
  const Slot& taken = slots_[static_cast<std::size_t>(slot)];
  LV_ASSERT(taken.state == State::taken);
  return {reinterpret_cast<const std::uint8_t*>(taken.buffer.bytes.data()),
          taken.buffer.bytes.size()};
}

void Readback::release(int slot) {
  LV_ASSERT(slots_[static_cast<std::size_t>(slot)].state == State::taken);
  slots_[static_cast<std::size_t>(slot)].state = State::free;
}

}  // namespace lv::gpu
