// A picture in 256 colours of its own, as GIF holds it: the colours that occur most, at 5 bits a
// channel (Heckbert 1982, "popularity"), each the mean of what falls to it, so that flat areas are
// exact; what is rarer takes the nearest of them. Good for few colours: greys and one or two ramps.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/video/encoder.h"

namespace lv {

struct PalettedPicture {
  std::array<std::uint32_t, 256> argb;  ///< opaque; black where not used
  std::vector<std::uint8_t> indices;    ///< one per pixel, rows follow each other
};

PalettedPicture paletted(const FrameView& frame);

}  // namespace lv
