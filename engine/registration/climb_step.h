// The decisions of one iteration of a climb: direction from the samples' scores (Berndt, Hall,
// Hall, Hausman 1974), length by a line search. One text for every backend, so that all take
// the same way: a processor scores one length after the other, a card all at once.
#pragma once

#include "engine/registration/linear_solve.h"
#include "engine/registration/pose_score.h"

namespace lv {

inline constexpr double most_damping = 1.0, least_damping = 1e-4;
/// Step lengths that a line search may try: powers of two, as multiples of the computed motion.
inline constexpr double least_step = 0.25, most_step = 16.0;
inline constexpr int step_count = 7;
/// A step must keep this share of the overlap that the start has, or it would leave the picture.
inline constexpr double least_overlap_kept = 0.3;

/// motion = (B + damping * diag B)^-1 gradient. False: the metric is flat in some direction.
LV_HD inline bool climb_motion(const ClimbRules& rules, const Slope& slope, double damping,
                               Motion& motion) {
  const std::size_t n = rules.only_shift ? 3 : 6;
  double matrix[36], d[6] = {};
  for (std::size_t a = 0; a < n; ++a) {
    for (std::size_t b = 0; b < n; ++b) matrix[a * n + b] = slope.outer[a * 6 + b];
    matrix[a * n + a] *= 1.0 + damping;
    d[a] = slope.gradient[a];
  }
  if (!solve_symmetric(matrix, d, static_cast<int>(n))) return false;
  motion = {{d[0], d[1], d[2]}, {d[3], d[4], d[5]}};
  return true;
}

LV_HD inline bool allows(const ClimbRules& rules, const Motion& motion, double step) {
  return size_mm(motion) * step <= rules.most_motion_mm;
}

struct FoundStep {
  double step = 0.0;  ///< 0: the metric rises nowhere
  PoseScore score{};
};

/// Doubles the step while the score rises; where the first step does not rise, halves it. `line`
/// has allows(step) and score(step); `first_step` is one of the lengths.
template <class Line>
LV_HD FoundStep search_line(Line& line, double first_step, const PoseScore& start) {
  const double least_overlap = least_overlap_kept * start.overlap();
  FoundStep found{0.0, start};
  const auto rises = [&](double step) {
    const PoseScore score = line.score(step);
    if (!(score.value() > found.score.value() && score.overlap() >= least_overlap)) return false;
    found = {step, score};
    return true;
  };
  double step = first_step;
  while (step > least_step && !line.allows(step)) step /= 2;
  while (step <= most_step && line.allows(step) && rises(step)) step *= 2;
  while (found.step == 0.0 && step > least_step) rises(step /= 2);
  return found;
}

/// Moves the climb by the step that was found, if any, along `motion` about `centre`. Null: no
/// motion could be computed.
LV_HD inline void finish_iteration(const ClimbRules& rules, const Motion* motion,
                                   const dvec3& centre, const FoundStep& found, Climb& climb) {
  ++climb.iterations;
  if (motion && found.step > 0.0) {
    climb.pose = moved(climb.pose, *motion * found.step, centre);
    climb.score = found.score;
    climb.step = found.step;
    climb.damping *= 0.3;
    if (climb.damping < least_damping) climb.damping = least_damping;
    climb.converged = size_mm(*motion) * found.step < rules.least_motion_mm;
  } else {
    climb.step = 1.0;
    climb.damping *= 10.0;
    climb.converged = !motion || climb.damping > most_damping;
  }
  if (climb.iterations >= rules.most_iterations) climb.converged = true;
}

}  // namespace lv
