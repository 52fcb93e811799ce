#include <optional>

#include "engine/registration/climb_step.h"
#include "engine/registration/metric.h"

namespace lv {
namespace {

/// Scores along one motion. After an error every score is 0, so that the search ends.
class Line {
 public:
  Line(PairMetric& metric, const ClimbRules& rules, const Climb& climb, const dvec3& centre,
       const Motion& motion)
      : metric_(metric), rules_(rules), climb_(climb), centre_(centre), motion_(motion) {}

  bool allows(double step) const { return lv::allows(rules_, motion_, step); }

  PoseScore score(double step) {
    const RigidPose pose = moved(climb_.pose, motion_ * step, centre_);
    PoseScore score;
    const auto scored = metric_.score({&pose, 1}, climb_.regions, {&score, 1});
    if (scored) return score;
    error_ = scored.error();
    return {};
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  PairMetric& metric_;
  const ClimbRules& rules_;
  const Climb& climb_;
  dvec3 centre_;
  Motion motion_;
  std::optional<Error> error_;
};

/// One iteration of one climb: one slope and about three scores. Errors: the metric's.
Result<void> climb_once(PairMetric& metric, const ClimbRules& rules, Climb& climb) {
  LV_ASSIGN(const Slope slope, metric.slope(climb.pose, climb.regions));
  climb.score = slope.score;
  Motion motion;
  FoundStep found;
  const bool has_motion = climb_motion(rules, slope, climb.damping, motion);
  if (has_motion) {
    Line line(metric, rules, climb, slope.centre, motion);
    found = search_line(line, climb.step, slope.score);
    if (line.error()) return *line.error();
  }
  finish_iteration(rules, has_motion ? &motion : nullptr, slope.centre, found, climb);
  return {};
}

}  // namespace

Result<void> PairMetric::climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) {
  for (Climb& one : climbs) {
    for (int i = 0; i < iterations && !one.converged; ++i) {
      LV_TRY(climb_once(*this, rules, one));
    }
  }
  return {};
}

}  // namespace lv
