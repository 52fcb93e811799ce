#include "app/page/page_planes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "shaders/shared/pane.h"

namespace lv {
namespace {

using Colour = std::array<int, 3>;

Colour colour_at(std::span<const std::uint8_t> rgba, std::size_t pixel) {
  return {rgba[4 * pixel], rgba[4 * pixel + 1], rgba[4 * pixel + 2]};
}

double share_of(int amount) {
  return amount == 0 ? 0 : least_share + (1 - least_share) * (std::abs(amount) - 1) / 126.0;
}

/// As picture.js does it; how far that is from what was drawn.
int off_by(const Colour& drawn, int grey, int amount) {
  const vec3& full = amount < 0 ? shared::brighter_then : shared::brighter_now;
  const double share = share_of(amount);
  int off = 0;
  for (int c = 0; c < 3; ++c) {
    const double made = grey + (255.0 * static_cast<double>(full[c]) - grey) * share;
    off = std::max(
        off, std::abs(static_cast<int>(std::lround(made)) - drawn[static_cast<std::size_t>(c)]));
  }
  return off;
}

/// From the colours' red and blue: greys have as much of one as of the other.
int amount_of(const Colour& drawn) {
  const double spread = (drawn[0] - drawn[2]) / 255.0;
  const vec3& full = spread < 0 ? shared::brighter_then : shared::brighter_now;
  const double share = spread / static_cast<double>(full.r - full.b);
  if (share < least_share / 2) return 0;
  const double steps = 126 * (share - least_share) / (1 - least_share);
  const int amount = std::clamp(1 + static_cast<int>(std::lround(steps)), 1, 127);
  return spread < 0 ? -amount : amount;
}

struct Change {
  int amount, grey;  ///< of the colour; under it
};

/// What gives the colour that was drawn, with a grey as near to the expected one as can be:
/// rounding may have moved the amount by one.
Change change_of(const Colour& drawn, int expected) {
  const int amount = amount_of(drawn);
  Change best{amount, expected};
  int least = off_by(drawn, expected, amount);
  for (int away = 0; away < 128 && least > 1; ++away) {
    for (const int other : {amount, amount - 1, amount + 1}) {
      if ((other == 0) != (amount == 0) || std::abs(other) > 127) continue;
      for (const int grey : {expected - away, expected + away}) {
        const int off = grey < 0 || grey > 255 ? 256 : off_by(drawn, grey, other);
        if (off < least) best = {other, grey}, least = off;
      }
    }
  }
  return best;
}

}  // namespace

std::vector<std::uint8_t> date_planes(std::span<const std::uint8_t> shown,
                                      std::span<const std::uint8_t> inverted) {
  const std::size_t pixels = shown.size() / 4;
  const float brightest_outside = 255 * std::max(shared::hatch_ground, shared::hatch_stripe) + 1;
  std::vector<std::uint8_t> planes(2 * pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const int grey = shown[4 * i], opposite = inverted[4 * i];
    const bool outside =
        std::abs(grey - opposite) <= 1 && static_cast<float>(grey) <= brightest_outside;
    const int white = std::min(grey + opposite, 255);
    planes[i] = shown[4 * i];
    planes[pixels + i] = static_cast<std::uint8_t>(outside ? 0 : white >= 253 ? 255 : white);
  }
  return planes;
}

std::vector<std::uint8_t> difference_planes(std::span<const std::uint8_t> shown,
                                            std::span<const std::uint8_t> first,
                                            std::span<const std::uint8_t> second) {
  const std::size_t pixels = shown.size() / 4;
  std::vector<std::uint8_t> planes(2 * pixels);
  for (std::size_t i = 0; i < pixels; ++i) {
    const Colour drawn = colour_at(shown, i);
    const int mean = (first[i] + second[i]) / 2;
    const Change change = change_of(drawn, mean);
    planes[i] = static_cast<std::uint8_t>(no_change + change.amount);
    planes[pixels + i] = static_cast<std::uint8_t>(no_change + change.grey - mean);
  }
  return planes;
}

}  // namespace lv
