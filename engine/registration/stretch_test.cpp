#include "engine/registration/stretch_test.h"

#include <algorithm>
#include <cmath>

#include "engine/registration/mapped_side.h"

namespace lv {
namespace {

constexpr double step_factor = 1.04;
constexpr int most_steps = 9;  ///< 0.7 to 1.42
constexpr Level level = Level::middle;
constexpr ClimbRules rules{6, 0.05, 16.0, false};

/// Draws a scan out about its middle.
dmat4 stretch_by(const Volume& volume, StretchOf stretch, double factor) {
  const dvec3 centre = volume.geometry.centre(), normal = volume.geometry.axes()[2];
  dmat4 matrix(1.0);
  for (int c = 0; c < 3; ++c) {
    const dvec3 along = stretch == StretchOf::everywhere ? dvec3(matrix[c]) : normal[c] * normal;
    matrix[c] += dvec4((factor - 1.0) * along, 0.0);
  }
  matrix[3] = dvec4(centre - dmat3(matrix) * centre, 1.0);
  return matrix;
}

}  // namespace

StretchTest::StretchTest(const FoundPair& pair) : pair_(pair) {}

std::size_t StretchTest::Ladder::best() const {
  const auto value = [](const Rung& rung) { return rung.best.score.value(); };
  return static_cast<std::size_t>(std::ranges::max_element(rungs, {}, value) - rungs.begin());
}

std::optional<int> StretchTest::Ladder::next() const {
  if (rungs.empty()) return 0;
  const int step = rungs[best()].step;
  if (best() + 1 == rungs.size() && step < most_steps) return step + 1;
  if (best() == 0 && step > -most_steps) return step - 1;
  return std::nullopt;
}

Result<Climb> StretchTest::fitted(Metric& metric, StretchOf stretch, int step,
                                  const RigidPose& start) const {
  const PreparedVolume& moving = pair_.moving_is_first ? *pair_.first : *pair_.second;
  const dmat4 map = stretch_by(*moving.volume(), stretch, std::pow(step_factor, step));
  const auto stretched = mapped_side(*moving.side(level), {map});
  LV_ASSIGN(const auto bound, pair_.moving_is_first
                                  ? metric.bind(stretched, pair_.second->side(level))
                                  : metric.bind(pair_.first->side(level), stretched));
  Climb climb{.pose = start};
  LV_TRY(bound->climb({&climb, 1}, rules, rules.most_iterations));
  return climb;
}

Result<bool> StretchTest::step(Metric& metric) {
  for (const StretchOf stretch : {StretchOf::along_slices, StretchOf::everywhere}) {
    auto& rungs = ladders_[static_cast<std::size_t>(stretch)].rungs;
    const auto step = ladders_[static_cast<std::size_t>(stretch)].next();
    if (!step) continue;
    const RigidPose start = rungs.empty() ? pair_.found.pose
                            : *step > 0   ? rungs.back().best.pose
                                          : rungs.front().best.pose;
    LV_ASSIGN(const Climb best, fitted(metric, stretch, *step, start));
    rungs.insert(*step < 0 ? rungs.begin() : rungs.end(), {*step, best});
    return true;
  }
  return false;
}

std::array<StretchFinding, 2> StretchTest::findings() const {
  std::array<StretchFinding, 2> found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& rungs = ladders_[i].rungs;
    const std::size_t best = ladders_[i].best();
    const auto value = [&](std::size_t rung) { return rungs[rung].best.score.value(); };
    const auto unstretched = std::ranges::find(rungs, 0, &Ladder::Rung::step);
    double step = rungs[best].step, top = value(best);
    if (best > 0 && best + 1 < rungs.size()) {  // the top of the parabola through three
      const double rise = 0.5 * (value(best + 1) - value(best - 1));
      const double bend = value(best + 1) + value(best - 1) - 2.0 * value(best);
      if (bend < 0.0) {
        step -= rise / bend;
        top -= 0.5 * rise * rise / bend;
      }
    }
    if (static_cast<StretchOf>(i) == StretchOf::along_slices) {
      const PreparedVolume& moving = pair_.moving_is_first ? *pair_.first : *pair_.second;
      found[i].direction = moving.volume()->geometry.axes()[2];
    }
    found[i].factor = std::pow(step_factor, step);
    found[i].gain = top / unstretched->best.score.value() - 1.0;
  }
  return found;
}

}  // namespace lv
