// How the two layers of a pane are joined: one number, named in GLSL and in C++.
#ifndef LV_SHADERS_SHARED_BLEND_H
#define LV_SHADERS_SHARED_BLEND_H

#ifdef __cplusplus
#include <cstdint>

namespace lv {

/// On windowed grey values. Where a layer was not scanned its hatching takes its place.
enum class Blend : std::uint32_t {
  crossfade = 0,   ///< (1 - mixture) * first + mixture * second
  swipe = 1,       ///< first left of the seam, second right of it
  difference = 2,  ///< second - first: blue (brighter then), orange (brighter now) on mid grey
  overlay = 3,  ///< both at once, the first in cool colours, the second in warm: grey where equal
};

}  // namespace lv
#else
const uint blend_crossfade = 0U;
const uint blend_swipe = 1U;
const uint blend_difference = 2U;
const uint blend_overlay = 3U;
#endif
#endif
