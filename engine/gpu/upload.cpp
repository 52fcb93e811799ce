#include "engine/gpu/upload.h"

#include <algorithm>
#include <vector>

#include "engine/core/assert.h"

namespace lv::gpu {

Upload::Upload(std::span<const std::byte> texels, std::size_t texel_bytes, VkOffset3D offset,
               VkExtent3D extent)
    : texels_(texels),
      offset_(offset),
      extent_(extent),
      row_bytes_(texel_bytes * extent.width),
      row_count_(std::size_t{extent.height} * extent.depth) {
  LV_ASSERT(texels.size() == row_bytes_ * row_count_);
}

void Upload::record(Frame& frame, Image& image, std::size_t& budget_bytes) {
  const std::size_t most_rows = std::min(budget_bytes, frame.room_bytes()) / row_bytes_;
  const std::size_t rows = std::min(row_count_ - next_row_, most_rows);
  if (rows == 0) return;
  const FrameMemory staged = frame.take(rows * row_bytes_);
  std::ranges::copy(texels_.subspan(next_row_ * row_bytes_, staged.bytes.size()),
                    staged.bytes.begin());
  budget_bytes -= staged.bytes.size();

  std::vector<VkBufferImageCopy> regions;  // one for each slice touched
  for (std::size_t copied = 0; copied < rows;) {
    const std::size_t slice = next_row_ / extent_.height, row = next_row_ % extent_.height;
    const std::size_t here = std::min(rows - copied, extent_.height - row);
    regions.push_back({.bufferOffset = staged.offset + copied * row_bytes_,
                       .imageSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
                       .imageOffset = {offset_.x, offset_.y + static_cast<std::int32_t>(row),
                                       offset_.z + static_cast<std::int32_t>(slice)},
                       .imageExtent = {extent_.width, static_cast<std::uint32_t>(here), 1}});
    copied += here;
    next_row_ += here;
  }
  transition(frame.commands, image, Use::copied_to);
  vkCmdCopyBufferToImage(frame.commands, staged.buffer, image.handle.get(), image.layout,
                         static_cast<std::uint32_t>(regions.size()), regions.data());
  if (done()) transition(frame.commands, image, Use::sampled);
}

}  // namespace lv::gpu
