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

/// Windows along the column of the fixed scan, at one resolution. Samples of the fixed scan are
/// drawn once and kept.
class Windows {
 public:
  Windows(std::shared_ptr<Metric> metric, std::shared_ptr<const PreparedVolume> fixed,
          std::shared_ptr<const PreparedVolume> moving, Level level, Extent extent,
          std::vector<Focus> windows);

  std::size_t size() const { return windows_.size(); }
  const Focus& window(std::size_t i) const { return windows_[i]; }

  /// A pair of the window and of what `pose` puts there of the moving scan. Null: one of the two
  /// shows too little. Errors: those of the metric.
  Result<std::unique_ptr<PairMetric>> bind(std::size_t i, const RigidPose& pose);
  /// Lines the window up from `start`. Its overlap is 0 where too little is shown. Errors: those of
  /// the metric.
  Result<WindowFit> fit(std::size_t i, const RigidPose& start);
  /// The same for a pair that bind() has made.
  Result<WindowFit> climb(PairMetric& pair, const RigidPose& start) const;
  /// The score at `pose`, without moving. Errors: those of the metric.
  Result<WindowFit> score(std::size_t i, const RigidPose& pose);
  /// Only for a window that was bound.
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
