// Lines up what a window along a column shows.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/registration/metric.h"
#include "engine/registration/prepared_volume.h"
#include "engine/registration/self_checks.h"
#include "engine/spine/column_axis.h"

namespace lv {

/// Where a window lies in the moving scan.
struct WindowFit {
  RigidPose pose;  ///< fixed to moving points
  PoseScore score{};

  /// Nats, mean of both directions.
  double information() const {
    return 0.5 * (score.forward.information + score.backward.information);
  }
  double overlap() const { return score.overlap(); }
};

/// Windows at fixed distances along the fixed scan's column, at one resolution. What is sampled of
/// the fixed scan is kept.
class Windows {
 public:
  Windows(std::shared_ptr<Metric> metric, std::shared_ptr<const PreparedVolume> fixed,
          std::shared_ptr<const PreparedVolume> moving, Level level, Extent extent,
          std::vector<Focus> windows);

  std::size_t size() const { return windows_.size(); }
  const Focus& window(std::size_t i) const { return windows_[i]; }

  /// The window and what lies at `pose` in the moving scan; null: one of them shows too little.
  /// Errors: the metric's.
  Result<std::unique_ptr<PairMetric>> bind(std::size_t i, const RigidPose& pose);
  /// Climbs from `start`. Where too little is shown, the overlap is 0. Errors: the metric's.
  Result<WindowFit> fit(std::size_t i, const RigidPose& start);
  /// The same of what bind() gave.
  Result<WindowFit> climb(PairMetric& pair, const RigidPose& start) const;
  /// As it is. Errors: the metric's.
  Result<WindowFit> score(std::size_t i, const RigidPose& pose);
  /// Of a window that was bound.
  const MetricSide& fixed_side(std::size_t i) const { return *sides_[i]; }

 private:
  std::shared_ptr<Metric> metric_;
  std::shared_ptr<const PreparedVolume> fixed_, moving_;
  Level level_;
  Extent extent_;
  std::vector<Focus> windows_;
  std::vector<std::shared_ptr<const MetricSide>> sides_;  ///< null: not sampled yet, or too little
};

}  // namespace lv
