#include "engine/spine/level_fit.h"

#include <algorithm>
#include <cmath>

#include "engine/spine/chain.h"

namespace lv {
namespace {

constexpr double in_plane_factor = 1.2;  ///< true error / error that refits of the halves show
constexpr double least_in_plane_mm = 0.05;
constexpr double least_through_mm = 0.3, through_factor = 2.0;
constexpr double most_jump_mm = 5.0;  ///< between neighbours; bent spines have up to 1.2

/// What the checks say of a window that was lined up.
Result<Verdict> checked_verdict(PairMetric& pair, const MetricSide& fixed, const WindowFit& fit) {
  SelfChecks checks(fit.pose, fixed);
  for (bool more = true; more;) {
    LV_ASSIGN(more, checks.step(pair));
  }
  Evidence evidence;
  evidence.self = checks.findings();
  evidence.overlap = fit.overlap();
  evidence.information = fit.information();
  evidence.turn = angle(fit.pose);
  return judge(evidence);
}

}  // namespace

Result<SpineLevel> settle_level(Windows& fine, Windows& checked, std::size_t i,
                                const RigidPose& start) {
  LV_ASSIGN(const std::unique_ptr<PairMetric> pair, fine.bind(i, start));
  SpineLevel level;
  level.pose = start;
  if (!pair) return level;
  LV_ASSIGN(const WindowFit fit, fine.climb(*pair, start));
  level.pose = fit.pose;
  LV_ASSIGN(const std::unique_ptr<PairMetric> few, checked.bind(i, fit.pose));
  if (!few) return level;
  LV_ASSIGN(level.verdict, checked_verdict(*few, checked.fixed_side(i), fit));
  double& in_plane_mm = level.verdict.uncertainty_mm;
  in_plane_mm = std::hypot(in_plane_factor * in_plane_mm, least_in_plane_mm);
  level.uncertainty_through_mm =
      std::max(least_through_mm / std::min(fit.information(), 1.0), through_factor * in_plane_mm);
  if (fit.overlap() < least_level_overlap) doubt(level, "the scans overlap little at this level");
  return level;
}

void doubt(SpineLevel& level, const std::string& reason) {
  Verdict& verdict = level.verdict;
  if (verdict.kind == VerdictKind::good) verdict.because.clear();
  verdict.kind = std::max(verdict.kind, VerdictKind::doubtful);
  verdict.because.push_back(reason);
}

void doubt_jumps(std::vector<SpineLevel>& levels) {
  for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
    SpineLevel &a = levels[i], &b = levels[i + 1];
    const dvec3 between = 0.5 * (a.point + b.point);
    if (glm::length(a.pose(between) - b.pose(between)) < most_jump_mm) continue;
    for (SpineLevel* level : {&a, &b}) doubt(*level, "it does not follow from its neighbour");
  }
}

}  // namespace lv
