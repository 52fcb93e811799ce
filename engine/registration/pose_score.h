// What the metric says about poses, and a climb's state: plain values, shared with CUDA.
#pragma once

#include <array>
#include <cstdint>

#include "engine/registration/pose.h"

namespace lv {

/// Which regions of the sample lists count: bit s for region s. Lists have at most 32 regions.
using RegionSet = std::uint32_t;
inline constexpr RegionSet all_regions = ~RegionSet{0};

/// One direction at one pose.
struct DirectionScore {
  double information = 0.0;  ///< sum of n_s / N * MI_s, nats
  double overlap = 0.0;      ///< share of the samples that fall inside the other image
};

struct PoseScore {
  DirectionScore forward, backward;

  /// What poses are compared by: plain information favours small overlaps.
  LV_HD double value() const {
    return 0.5 * (forward.information * std::sqrt(forward.overlap) +
                  backward.information * std::sqrt(backward.overlap));
  }
  /// The smaller of both.
  LV_HD double overlap() const {
    return forward.overlap < backward.overlap ? forward.overlap : backward.overlap;
  }
};

/// J at a pose and how it changes with a motion (translation, rotation) about `centre`.
struct Slope {
  PoseScore score{};
  dvec3 centre{0.0};                 ///< a point of the moving scan
  std::array<double, 6> gradient{};  ///< of J: per mm (x, y, z), per rad
  std::array<double, 36> outer{};    ///< mean outer product of the samples' scores, symmetric
};

/// A pose on its way up the metric; carries what the next iteration needs.
struct Climb {
  RigidPose pose{};
  PoseScore score{};
  RegionSet regions = all_regions;  ///< what it looks at
  double damping = 1e-3;            ///< of the outer-product matrix
  double step = 1.0;                ///< last accepted multiple of the computed motion
  int iterations = 0;               ///< done so far
  bool converged = false;
};

struct ClimbRules {
  int most_iterations = 12;
  double least_motion_mm = 0.003;  ///< converged below
  double most_motion_mm = 16.0;    ///< in one iteration
  bool only_shift = false;         ///< translations only
};

}  // namespace lv
