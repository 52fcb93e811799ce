// How sure a result is: it is refitted on either half of what was sampled, split along each of the
// patient's axes, and the halves' answers are compared. Estimates from the metric's curvature were
// 4 to 30 times too confident (REGISTRATION 3.12).
#pragma once

#include <span>
#include <vector>

#include "engine/registration/metric.h"

namespace lv {

class SplitHalves {
 public:
  SplitHalves() = default;
  /// `region_counts` as in the sample lists of the pair.
  SplitHalves(const RigidPose& pose, const ivec3& region_counts);

  /// One iteration of one half. False: all have converged.
  bool step(PairMetric& metric);

  /// Mean distance between the two halves' answers at the points (of the fixed scan), root mean
  /// square over the axes that could be split; mm. Infinite: none could.
  double disagreement_mm(std::span<const dvec3> points) const;

 private:
  struct Half {
    RegionSet regions = 0;
    Climb climb;
  };
  std::vector<Half> halves_;  ///< lower, upper, lower, upper, …
};

}  // namespace lv
