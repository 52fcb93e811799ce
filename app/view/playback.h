// Playing through the dates: there and back, a hold on each date and a smooth fade between; or
// clean cuts once a second. Plain arithmetic.
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/core/math.h"

namespace lv {

struct Playback {
  double start_s = 0;  ///< when it was at the oldest date

  static constexpr double hold_s = 1.0, fade_s = 1.25, cut_s = 1.0;

  /// Fade position at a time, for `dates` dates.
  double fade_position(double now_s, int dates) const {
    if (dates < 2) return 0;
    const double there_s = (dates - 1) * (hold_s + fade_s);
    const double phase_s = std::fmod(std::max(0.0, now_s - start_s), 2 * there_s);
    return phase_s < there_s ? along(phase_s) : dates - 1 - along(phase_s - there_s);
  }

  /// Fade position at a time, for clean cuts between the two dates around `position`.
  double cut_position(double now_s, double position, int dates) const {
    if (dates < 2) return 0;
    const double first = std::clamp(std::floor(position), 0.0, dates - 2.0);
    const auto cuts = static_cast<long>(std::max(0.0, now_s - start_s) / cut_s);
    return first + static_cast<double>(cuts % 2);
  }

  /// The start that makes fade_position() go on from `position`, on the way to later dates.
  static double start_for(double now_s, double position) {
    const double whole = std::floor(position);
    const double part = position - whole > 0.02 ? hold_s + (position - whole) * fade_s : 0.0;
    return now_s - whole * (hold_s + fade_s) - part;
  }

 private:
  static double along(double phase_s) {
    const double pair = std::floor(phase_s / (hold_s + fade_s));
    const double t = (phase_s - pair * (hold_s + fade_s) - hold_s) / fade_s;
    return pair + glm::smoothstep(0.0, 1.0, t);
  }
};

}  // namespace lv
