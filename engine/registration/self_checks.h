// What a finished registration says about itself, from the metric alone:
//  - it is refitted on either half of what was sampled, split along each of the patient's axes; how
//    far the halves' answers lie apart;
//  - each region of the head that both scans show finds its own shift; how large these are (two
//    people's heads, or a bent spine, do not fit everywhere at once);
//  - how much information is lost 2 mm away: two heads of different people share their outline and
//    little of what lies between. Where the first motions lose enough, the others are not tried.
// The metric's curvature is not used: it is 4 to 30 times too confident.
#pragma once

#include <optional>
#include <vector>

#include "engine/registration/metric.h"
#include "engine/registration/verdict.h"

namespace lv {

class SelfChecks {
 public:
  SelfChecks() = default;
  /// `fixed` is the first side of the pair that step() gets. Places of parts are in its scan.
  SelfChecks(const RigidPose& pose, const MetricSide& fixed);

  /// Does a part of the work, of a size that suits the metric (Portion). False: nothing is left to
  /// do. Errors: those of the metric.
  Result<bool> step(PairMetric& metric);

  /// SelfFindings::sharpness, which is known first; empty: not yet.
  std::optional<double> sharpness() const;
  SelfFindings findings() const;

 private:
  Result<void> probe(PairMetric& metric);

  RigidPose pose_;
  dvec3 centre_{0.0};           ///< of the moving scan
  std::vector<dvec3> points_;   ///< of the fixed scan, where poses are compared
  std::vector<Climb> halves_;   ///< lower, upper, lower, upper, …
  std::vector<Climb> regions_;  ///< one each
  struct Extent {
    dvec3 middle;  ///< of the region's samples
    double samples;
  };
  std::vector<Extent> extents_;  ///< of the regions
  double lost_ = 0.0;            ///< by the motions that were probed, either way, nats
  int probed_ = 0;
};

}  // namespace lv
