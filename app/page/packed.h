// Pictures as text: lossless, small, and unpacked by a few lines of a browser's script
// (packed.js).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/extent.h"

namespace lv {

std::string base64(std::span<const std::uint8_t> bytes);

/// `planes`: pictures of this size, one byte a pixel, one after the other. Coded as pixel_model.h
/// says, and a check sum.
std::vector<std::uint8_t> packed(std::span<const std::uint8_t> planes, ExtentPx size);

/// From which a reader learns that a packed picture was damaged.
constexpr std::uint32_t check_sum(std::span<const std::uint8_t> bytes) {
  std::uint32_t sum = 0;
  for (const std::uint8_t byte : bytes) sum = 31 * sum + byte;
  return sum;
}

}  // namespace lv
