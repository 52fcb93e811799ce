// The metric's door: what a backend (CPU, CUDA) offers to the search. Symmetric mutual information
// of two scans at rigid poses,
//   J = 1/2 sum over both directions of sum over regions s of n_s / N * MI_s,
// n_s the samples of region s that fall inside the other image, N their sum.
// In the forward direction samples of the fixed image meet the moving image, backward the reverse.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "engine/core/result.h"
#include "engine/registration/level_image.h"
#include "engine/registration/pose_score.h"

namespace lv {

/// How much work suits one call: little for a processor, so that it can be stopped between calls;
/// much for a card, because there the call itself costs more than the work.
struct Portion {
  std::size_t poses = 64;
  int iterations = 1;
};

/// Two images bound to each other. One thread at a time. Errors: the device failed or was lost.
class PairMetric {
 public:
  virtual ~PairMetric() = default;

  virtual Portion portion() const { return {}; }

  /// scores.size() == poses.size().
  virtual Result<void> score(std::span<const RigidPose> poses, RegionSet regions,
                             std::span<PoseScore> scores) = 0;
  virtual Result<Slope> slope(const RigidPose& pose, RegionSet regions) = 0;

  /// Brings each climb that has not converged further by at most `iterations`. The default calls
  /// score() and slope() (climb.cpp); a backend may do all of it by itself.
  virtual Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations);
};

class Metric {
 public:
  virtual ~Metric() = default;
  virtual std::string_view name() const = 0;

  /// Makes a pair. Both sides stay on the device as long as this or another pair of them lives.
  /// Errors: the device has no room or failed.
  virtual Result<std::unique_ptr<PairMetric>> bind(std::shared_ptr<const MetricSide> fixed,
                                                   std::shared_ptr<const MetricSide> moving) = 0;
};

/// Gives the metric, the same one every time. The first call may take a while, to open a card.
using MetricSource = std::function<Result<std::shared_ptr<Metric>>()>;

/// The metric on the processor, which defines the result. It runs on any machine and gives the same
/// bits for any number of threads.
std::unique_ptr<Metric> make_cpu_metric();

}  // namespace lv
