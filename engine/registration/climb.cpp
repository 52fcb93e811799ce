#include "engine/registration/climb.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/registration/linear_solve.h"

namespace lv {
namespace {

constexpr double most_damping = 1.0;
constexpr double least_damping = 1e-4;
constexpr double least_step = 0.25, most_step = 16.0;
constexpr double least_overlap_kept = 0.3;  // of the start's: a step may not run out of the picture

/// (B + damping * diag B)^-1 gradient. None: the metric is flat in some direction.
std::optional<Motion> direction(const Slope& slope, double damping, bool only_shift) {
  const std::size_t n = only_shift ? 3 : 6;
  std::vector<double> matrix(n * n);
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) matrix[a * n + b] = slope.outer[a * 6 + b];
    matrix[a * n + a] *= 1.0 + damping;
  }
  std::vector<double> d = solve_symmetric(std::move(matrix), std::span(slope.gradient).first(n));
  if (d.empty()) return std::nullopt;
  d.resize(6);
  return Motion{{d[0], d[1], d[2]}, {d[3], d[4], d[5]}};
}

Motion scaled(const Motion& motion, double factor) {
  return {motion.translation * factor, motion.rotation * factor};
}

/// Scores along one direction.
class Line {
 public:
  Line(PairMetric& metric, const ClimbRules& rules, const Climb& start, const dvec3& centre,
       const Motion& motion)
      : metric_(metric),
        most_motion_mm_(rules.most_motion_mm),
        start_(start.pose),
        regions_(start.regions),
        centre_(centre),
        motion_(motion) {}

  bool allows(double step) const { return size_mm(motion_) * step <= most_motion_mm_; }

  RigidPose pose(double step) const { return moved(start_, scaled(motion_, step), centre_); }

  PoseScore score(double step) const {
    const RigidPose at = pose(step);
    PoseScore result;
    metric_.score({&at, 1}, regions_, {&result, 1});
    return result;
  }

 private:
  PairMetric& metric_;
  double most_motion_mm_;
  RigidPose start_;
  RegionSet regions_;
  dvec3 centre_;
  Motion motion_;
};

struct Found {
  double step = 0.0;
  PoseScore score;
};

bool better(const PoseScore& candidate, const PoseScore& than, double least_overlap) {
  return candidate.value() > than.value() && candidate.overlap() >= least_overlap;
}

/// Doubles the step while the score rises; where the first step does not rise, halves it.
std::optional<Found> search(const Line& line, double first_step, const PoseScore& start) {
  const double least_overlap = least_overlap_kept * start.overlap();
  double step = first_step;
  while (step > least_step && !line.allows(step)) step /= 2;
  std::optional<Found> best;
  for (; step <= most_step && line.allows(step); step *= 2) {
    const PoseScore score = line.score(step);
    if (!better(score, best ? best->score : start, least_overlap)) break;
    best = Found{step, score};
  }
  if (best) return best;
  for (step /= 2; step >= least_step; step /= 2) {
    const PoseScore score = line.score(step);
    if (better(score, start, least_overlap)) return Found{step, score};
  }
  return std::nullopt;
}

}  // namespace

void climb_once(PairMetric& metric, const ClimbRules& rules, Climb& climb) {
  const Slope slope = metric.slope(climb.pose, climb.regions);
  climb.score = slope.score;
  ++climb.iterations;
  const auto motion = direction(slope, climb.damping, rules.only_shift);
  std::optional<Found> found;
  if (motion) {
    const Line line(metric, rules, climb, slope.centre, *motion);
    found = search(line, climb.step, slope.score);
    if (found) climb.pose = line.pose(found->step);
  }
  if (found) {
    climb.score = found->score;
    climb.step = found->step;
    climb.damping = std::max(0.3 * climb.damping, least_damping);
    climb.converged = size_mm(*motion) * found->step < rules.least_motion_mm;
  } else {
    climb.step = 1.0;
    climb.damping *= 10.0;
    climb.converged = !motion || climb.damping > most_damping;
  }
  if (climb.iterations >= rules.most_iterations) climb.converged = true;
}

void PairMetric::climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) {
  for (Climb& one : climbs) {
    for (int i = 0; i < iterations && !one.converged; ++i) climb_once(*this, rules, one);
  }
}

}  // namespace lv
