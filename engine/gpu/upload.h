// Texels on their way into an image, row by row, as many per frame as its budget allows, so that a
// large volume does not stall the picture.
#pragma once

#include <vector>

#include "engine/gpu/frames.h"

namespace lv::gpu {

class Upload {
 public:
  /// `texels`: the rows of the region at `offset` without gaps, x fastest; they must stay where
  /// they are until done().
  Upload(std::span<const std::byte> texels, std::size_t texel_bytes, VkOffset3D offset,
         VkExtent3D extent);

  /// Copies rows into `image` until all are there, the budget is spent (one row goes over it rather
  /// than none), or the frame's memory for uploads is full; takes what it used from the budget. The
  /// image is left as a copy's destination until the last row is in, then ready to be sampled.
  /// Returns the texels that were copied and are not read again.
  std::span<const std::byte> record(Frame& frame, Image& image, std::size_t& budget_bytes);
  bool done() const { return next_row_ == row_count_; }
  std::size_t left_bytes() const { return (row_count_ - next_row_) * row_bytes_; }

 private:
  std::vector<VkBufferImageCopy> regions_of(std::size_t rows, VkDeviceSize buffer_offset) const;

  std::span<const std::byte> texels_;
  VkOffset3D offset_;
  VkExtent3D extent_;
  std::size_t row_bytes_, row_count_, next_row_ = 0;
};

/// Bytes that uploads may still take of a frame: half of its memory is kept for what is drawn.
std::size_t upload_room_bytes(const Frame& frame);

/// Uploads a whole image and waits until it is there. For what the first frame already needs.
Result<void> upload_now(Device& device, Image& image, std::span<const std::byte> texels);

}  // namespace lv::gpu
