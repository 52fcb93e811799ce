#include "engine/registration/mirror_test.h"

#include <algorithm>

#include "engine/registration/mapped_side.h"
#include "engine/registration/start_poses.h"

namespace lv {
namespace {

// The mirror plane of a head lies within about 10 degrees and 10 mm of where the header and the
// centre of mass put it; a plane that is off by an angle makes a pose that is off by twice as much.
constexpr int starts_per_plane = 32;
constexpr double most_turn = radians_from_degrees(23.0), most_shift_mm = 10.0;
constexpr std::size_t coarse_mirrored = 2;
constexpr int most_fine = 3;
/// At a first look with all detail; climbing on would not make it another answer. From the coarse
/// level, which lies a millimetre off, it must be clearer.
constexpr double clearly_one_person = 0.7, clearly_even_coarse = 0.6;

const ClimbRules& mirror_rules(Level level) {
  static constexpr ClimbRules coarse{15, 0.25, 16.0, false};
  static constexpr ClimbRules middle{15, 0.1, 16.0, false};
  static constexpr ClimbRules fine{most_fine, 0.02, 16.0, false};
  return level == Level::coarse ? coarse : level == Level::middle ? middle : fine;
}

/// Reflection at the plane through `point`.
dmat4 mirror_at(const dvec3& normal, const dvec3& point) {
  dmat4 matrix(1.0);
  for (int c = 0; c < 3; ++c) matrix[c] -= dvec4(2.0 * normal[c] * normal, 0.0);
  matrix[3] = dvec4(2.0 * glm::dot(normal, point) * normal, 1.0);
  return matrix;
}

RigidPose pose_of(const dmat4& rigid) {
  return {glm::normalize(glm::quat_cast(dmat3(rigid))), dvec3(rigid[3])};
}

}  // namespace

Result<MirrorTest> MirrorTest::create(Metric& metric, const FoundPair& pair) {
  constexpr dvec3 to_left(1.0, 0.0, 0.0);
  MirrorTest test;
  test.value_as_is_ = pair.found.score.value();
  const dmat4 flip = mirror_at(to_left, pair.second->centre_of_mass());
  for (std::size_t l = 0; l < level_count; ++l) {
    const auto level = static_cast<Level>(l);
    const bool fine = level == Level::fine;
    const auto& second = fine ? pair.second_fine : pair.second->side(level);
    LV_ASSIGN(test.mirrored_[l], metric.bind(fine ? pair.first_fine : pair.first->side(level),
                                             mapped_side(*second, {flip})));
  }
  // A head that lies over its own mirror image: flipped at its own middle plane, found, flipped.
  const RigidPose& found = pair.found.pose;
  const dvec3 centre = pair.first->centre_of_mass();
  for (const dvec3& normal : {to_left, inverse(found).rotation * to_left}) {
    const RigidPose start =
        pose_of(flip * scan_from_world(found).matrix * mirror_at(normal, centre));
    test.climbs_.push_back({.pose = start});
    for (const RigidPose& pose :
         spread_poses(start, centre, starts_per_plane, most_turn, most_shift_mm)) {
      test.climbs_.push_back({.pose = pose});
    }
  }
  return test;
}

Result<bool> MirrorTest::step() {
  switch (level_) {
    case Level::search:
      LV_TRY(score(level_));
      keep(coarse_mirrored);
      level_ = Level::coarse;
      return true;
    case Level::coarse:
      return climb(Level::middle, clearly_even_coarse);
    case Level::middle:
      return climb(Level::fine, clearly_one_person);
    case Level::fine:
      return climb(Level::fine, 0.0);
  }
  return false;
}

Result<void> MirrorTest::score(Level level) {
  std::vector<RigidPose> poses;
  for (const Climb& climb : climbs_) poses.push_back(climb.pose);
  std::vector<PoseScore> scores(poses.size());
  LV_TRY(mirrored_[static_cast<std::size_t>(level)]->score(poses, all_regions, scores));
  for (std::size_t i = 0; i < poses.size(); ++i) climbs_[i].score = scores[i];
  return {};
}

/// Climbs on this level; at its top goes on to the next one, unless a look with all detail shows
/// less than `clearly` already. False: there is none.
Result<bool> MirrorTest::climb(Level next, double clearly) {
  PairMetric& metric = *mirrored_[static_cast<std::size_t>(level_)];
  LV_TRY(metric.climb(climbs_, mirror_rules(level_), metric.portion().iterations));
  if (!std::ranges::all_of(climbs_, &Climb::converged)) return true;
  if (level_ == Level::fine) return false;
  keep(1);
  level_ = next;
  LV_TRY(score(Level::fine));
  return ratio() >= clearly;
}

/// The best.
void MirrorTest::keep(std::size_t count) {
  std::ranges::stable_sort(
      climbs_, [](const Climb& a, const Climb& b) { return a.score.value() > b.score.value(); });
  climbs_.resize(count);
  for (Climb& climb : climbs_) climb = {.pose = climb.pose, .score = climb.score};
}

}  // namespace lv
