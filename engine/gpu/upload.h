// Texels on their way into an image, row by row, as many per frame as its budget allows, so that a
// large volume does not stall the picture.
#pragma once

#include "engine/gpu/frames.h"

namespace lv::gpu {

class Upload {
 public:
  /// `texels`: the region's rows without gaps, x fastest; they must stay until done(). `image` is
  /// named again at each record(): it may have moved.
  Upload(std::span<const std::byte> texels, std::size_t texel_bytes, VkOffset3D offset,
         VkExtent3D extent);

  /// Copies rows until they are all there, the budget is spent, or the frame is full; takes what it
  /// used from the budget. The image is left as a copy's destination until the last row is in, then
  /// ready to be sampled.
  void record(Frame& frame, Image& image, std::size_t& budget_bytes);
  bool done() const { return next_row_ == row_count_; }

 private:
  std::span<const std::byte> texels_;
  VkOffset3D offset_;
  VkExtent3D extent_;
  std::size_t row_bytes_, row_count_, next_row_ = 0;
};

}  // namespace lv::gpu
