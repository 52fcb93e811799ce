#include "engine/gpu/upload.h"

#include <algorithm>

#include "engine/core/assert.h"

namespace lv::gpu {

std::size_t upload_room_bytes(const Frame& frame) {
  const std::size_t half = frame.memory.bytes.size() / 2;
  return half - std::min(half, frame.used_bytes);
}

Upload::Upload(std::span<const std::byte> texels, std::size_t texel_bytes, VkOffset3D offset,
               VkExtent3D extent)
    : texels_(texels),
      offset_(offset),
      extent_(extent),
      row_bytes_(texel_bytes * extent.width),
      row_count_(std::size_t{extent.height} * extent.depth) {
  LV_ASSERT(texels.size() == row_bytes_ * row_count_);
}

std::span<const std::byte> Upload::record(Frame& frame, Image& image, std::size_t& budget_bytes) {
  if (done() || budget_bytes == 0) return {};
  const std::size_t affordable = std::max(budget_bytes / row_bytes_, std::size_t{1});
  const std::size_t rows =
      std::min({row_count_ - next_row_, affordable, upload_room_bytes(frame) / row_bytes_});
  if (rows == 0) return {};
  const FrameMemory staged = frame.take(rows * row_bytes_);
  const auto copied = texels_.subspan(next_row_ * row_bytes_, staged.bytes.size());
  std::ranges::copy(copied, staged.bytes.begin());
  budget_bytes -= std::min(budget_bytes, staged.bytes.size());

  const std::vector<VkBufferImageCopy> regions = regions_of(rows, staged.offset);
  transition(frame.commands, image, Use::copied_to);
  vkCmdCopyBufferToImage(frame.commands, staged.buffer, image.handle.get(), image.state.layout,
                         static_cast<std::uint32_t>(regions.size()), regions.data());
  next_row_ += rows;
  if (done()) transition(frame.commands, image, Use::sampled);
  return copied;
}

/// One region for each slice that the next rows touch.
std::vector<VkBufferImageCopy> Upload::regions_of(std::size_t rows,
                                                  VkDeviceSize buffer_offset) const {
  std::vector<VkBufferImageCopy> regions;
  for (std::size_t copied = 0; copied < rows;) {
    const std::size_t slice = (next_row_ + copied) / extent_.height;
    const std::size_t row = (next_row_ + copied) % extent_.height;
    const std::size_t here = std::min(rows - copied, extent_.height - row);
    regions.push_back({.bufferOffset = buffer_offset + copied * row_bytes_,
                       .imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                       .imageOffset = {offset_.x, offset_.y + static_cast<std::int32_t>(row),
                                       offset_.z + static_cast<std::int32_t>(slice)},
                       .imageExtent = {extent_.width, static_cast<std::uint32_t>(here), 1}});
    copied += here;
  }
  return regions;
}

Result<void> upload_now(Device& device, Image& image, std::span<const std::byte> texels) {
  const std::size_t texel_count =
      std::size_t{image.extent.width} * image.extent.height * image.extent.depth;
  Upload upload(texels, texels.size() / texel_count, {}, image.extent);
  LV_ASSIGN(const auto frames, Frames::make(device, 2 * texels.size(), "upload"));
  LV_ASSIGN(Frame* const frame, frames->begin());
  std::size_t budget_bytes = texels.size();
  upload.record(*frame, image, budget_bytes);
  LV_ASSERT(upload.done());
  LV_ASSIGN(const std::uint64_t submission, frames->submit());
  return device.wait(submission);
}

}  // namespace lv::gpu
