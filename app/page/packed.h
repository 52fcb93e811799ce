// Pictures as text: lossless, small, and unpacked by a few lines of a browser's script
// (packed.js): each byte less what its neighbours foretell, deflated, in base64.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/extent.h"

namespace lv {

std::string base64(std::span<const std::uint8_t> bytes);

/// `planes`: pictures of this size, one byte a pixel, one after the other.
std::string packed(std::span<const std::uint8_t> planes, ExtentPx size);

}  // namespace lv
