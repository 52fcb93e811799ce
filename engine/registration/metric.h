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

/// How much one call is best given: a processor little, so that it can be stopped between calls; a
/// card much, because a call costs more than its work.
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

  /// Brings each climb that has not converged at most `iterations` further. A backend may run all
  /// of it by itself; this one calls score and slope (climb.cpp).
  virtual Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations);
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

/// Gives the metric, always the same one; the first call may take a while (a card is opened).
using MetricSource = std::function<Result<std::shared_ptr<Metric>>()>;

/// The definition: any machine, the same bits for any number of threads.
std::unique_ptr<Metric> make_cpu_metric();

}  // namespace lv
