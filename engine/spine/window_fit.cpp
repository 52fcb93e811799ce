#include "engine/spine/window_fit.h"

namespace lv {
namespace {

/// Coarser levels only look for a start for the fine one, so they may stop earlier.
const ClimbRules& rules_at(Level level) {
  static constexpr ClimbRules middle{12, 0.1, 16.0, false};
  static constexpr ClimbRules fine{12, 0.003, 16.0, false};
  return level == Level::fine ? fine : middle;
}

}  // namespace

Windows::Windows(std::shared_ptr<Metric> metric, std::shared_ptr<const PreparedVolume> fixed,
                 std::shared_ptr<const PreparedVolume> moving, Level level, Extent extent,
                 std::vector<Focus> windows)
    : metric_(std::move(metric)),
      fixed_(std::move(fixed)),
      moving_(std::move(moving)),
      level_(level),
      extent_(extent),
      windows_(std::move(windows)),
      sides_(windows_.size()) {}

Result<std::unique_ptr<PairMetric>> Windows::bind(std::size_t i, const RigidPose& pose) {
  const SampleWeight weight = weighting_of(windows_[i]);
  if (!sides_[i]) sides_[i] = fixed_->weighted_side(level_, extent_, weight);
  if (!sides_[i]) return std::unique_ptr<PairMetric>();
  const RigidPose back = inverse(pose);
  const auto moving = moving_->weighted_side(
      level_, extent_, [&](const dvec3& point) { return weight(back(point)); });
  if (!moving) return std::unique_ptr<PairMetric>();
  return metric_->bind(sides_[i], moving);
}

Result<WindowFit> Windows::fit(std::size_t i, const RigidPose& start) {
  LV_ASSIGN(const std::unique_ptr<PairMetric> pair, bind(i, start));
  return pair ? climb(*pair, start) : WindowFit{start, {}};
}

Result<WindowFit> Windows::climb(PairMetric& pair, const RigidPose& start) const {
  Climb climb{.pose = start};
  while (!climb.converged) {
    LV_TRY(pair.climb(std::span(&climb, 1), rules_at(level_), pair.portion().iterations));
  }
  return WindowFit{climb.pose, climb.score};
}

Result<WindowFit> Windows::score(std::size_t i, const RigidPose& pose) {
  LV_ASSIGN(const std::unique_ptr<PairMetric> pair, bind(i, pose));
  WindowFit found{pose, {}};
  if (pair) LV_TRY(pair->score(std::span(&pose, 1), all_regions, std::span(&found.score, 1)));
  return found;
}

}  // namespace lv
