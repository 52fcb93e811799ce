// Where the body is, and how deep below the skin each place lies, on a grid of about 4 mm.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/registration/level_image.h"
#include "engine/registration/pyramid.h"

namespace lv {

/// One byte per voxel of `image`: 1 body, 0 air. Somewhat generous, so that the skin is in.
std::vector<std::uint8_t> body_mask(const LevelImage& image, const GreyRange& range);

inline constexpr double most_depth_mm = 30.0;

/// Distance to the nearest place outside the body's filled outline, mm, at most most_depth_mm.
/// The border of the picture is not skin.
std::vector<float> body_depth(const LevelImage& image, const GreyRange& range);

}  // namespace lv
