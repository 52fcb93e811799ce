// The metric's door: what a backend (CPU, CUDA) offers to the search. Symmetric mutual information
// of two scans at rigid poses,
//   J = 1/2 sum over both directions of sum over regions s of n_s / N * MI_s,
// n_s the samples of region s that fall inside the other image, N their sum (REGISTRATION 3.3).
// In the forward direction samples of the fixed image meet the moving image, backward the reverse.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/registration/level_image.h"
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

  /// What poses are compared by: plain information favours small overlaps (REGISTRATION 3.6).
  double value() const;
  /// The smaller of both.
  double overlap() const;
};

/// J at a pose and how it changes with a motion (translation, rotation) about `centre`.
struct Slope {
  PoseScore score;
  dvec3 centre{0.0};                 ///< a point of the moving scan
  std::array<double, 6> gradient{};  ///< of J: per mm (x, y, z), per rad
  std::array<double, 36> outer{};    ///< mean outer product of the samples' scores, symmetric
};

/// A pose on its way up the metric; carries what the next iteration needs.
struct Climb {
  RigidPose pose;
  PoseScore score;
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

/// Two images bound to each other. One thread at a time.
class PairMetric {
 public:
  virtual ~PairMetric() = default;

  /// scores.size() == poses.size().
  virtual void score(std::span<const RigidPose> poses, RegionSet regions,
                     std::span<PoseScore> scores) = 0;
  virtual Slope slope(const RigidPose& pose, RegionSet regions) = 0;

  /// Brings each climb that has not converged at most `iterations` further. A backend may run all
  /// of it by itself; this one calls score and slope (climb.cpp).
  virtual void climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations);
};

class Metric {
 public:
  virtual ~Metric() = default;
  virtual std::string_view name() const = 0;

  /// Keeps both sides resident as long as the pair, or another pair of the same sides, lives.
  /// Errors: the device has no room or failed.
  virtual Result<std::unique_ptr<PairMetric>> bind(std::shared_ptr<const MetricSide> fixed,
                                                   std::shared_ptr<const MetricSide> moving) = 0;
};

/// The definition: any machine, the same bits for any number of threads.
std::unique_ptr<Metric> make_cpu_metric();

}  // namespace lv
