// A monotone piecewise-linear curve between the grey values of two scans of the same tissue. Plain
// value.
#pragma once

#include <array>
#include <cstddef>

#include "engine/core/math.h"

namespace lv {

/// Maps values of one scan to those of another. Beyond the outermost knots the lines between the
/// last two go on.
struct ContrastCurve {
  static constexpr std::size_t knot_count = 8;
  /// x: value of the scan, strictly rising; y: value of the other scan, never falling.
  std::array<dvec2, knot_count> knots;

  /// The slope between knot `piece` and the next one.
  double slope(std::size_t piece) const {
    const dvec2 step = knots[piece + 1] - knots[piece];
    return step.y / step.x;
  }
  std::size_t piece_at(double value) const {
    std::size_t piece = 0;
    while (piece + 2 < knot_count && value > knots[piece + 1].x) ++piece;
    return piece;
  }
  double operator()(double value) const {
    const std::size_t piece = piece_at(value);
    return knots[piece].y + slope(piece) * (value - knots[piece].x);
  }
};

}  // namespace lv
