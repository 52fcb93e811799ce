// The map of a bent spine against what rigid motions and matrix exponentials say.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/spine/bend.h"

namespace lv {
namespace {

/// Turned about the patient's left-right axis through a point and then shifted.
RigidPose bending(const dvec3& about, double degrees, const dvec3& shift) {
  return moved(RigidPose{}, {shift, {radians_from_degrees(degrees), 0.0, 0.0}}, about);
}

SpineLevel good_level(const dvec3& point, const RigidPose& pose) {
  SpineLevel level;
  level.point = point;
  level.pose = pose;
  level.verdict.kind = VerdictKind::good;
  return level;
}

/// A curved column from head to foot; its poses bend by `degrees` in all, at an even rate.
std::vector<SpineLevel> bent_levels(double degrees) {
  std::vector<SpineLevel> levels;
  for (int i = 0; i <= 20; ++i) {
    const dvec3 point(5.0, 20.0 * std::sin(0.15 * i), 100.0 - 10.0 * i);
    levels.push_back(good_level(
        point, bending({0, 0, 0}, degrees * (i - 10) / 20.0, {0.1 * i, 0.2 * i, -0.1 * i})));
  }
  return levels;
}

const RigidPose whole = bending({0, 0, 0}, 3.0, {2.0, -1.0, 4.0});

}  // namespace

TEST_CASE("levels with one pose give that pose at the column, and the whole's away from it") {
  const RigidPose one = bending({40, 30, 0}, 25.0, {1.0, 12.0, 3.0});
  std::vector<SpineLevel> levels = bent_levels(0.0);
  for (SpineLevel& level : levels) level.pose = one;
  const Bend bend = bend_of(whole, levels);
  REQUIRE_FALSE(bend.empty());
  for (const dvec3& near : {dvec3(5, 0, 80), dvec3(20, 30, 0), dvec3(0, -10, -60)}) {
    CHECK(bend.about_whole.strength(near) == doctest::Approx(1.0));
    CHECK(glm::length(bend(near) - one(near)) < 1e-9);
  }
  for (const dvec3& away : {dvec3(5, 300, 0), dvec3(5, 0, 400), dvec3(250, 0, -300)}) {
    CHECK(bend.about_whole.strength(away) == 0.0);
    CHECK(glm::length(bend(away) - whole(away)) < 1e-9);
  }
}

TEST_CASE("where a bend counts half, the motion is the square root of the whole one") {
  const RigidPose one = bending({0, 0, 0}, 20.0, {0.0, 6.0, 0.0});
  std::vector<SpineLevel> levels = bent_levels(0.0);
  for (SpineLevel& level : levels) level.pose = one;
  const Bend bend = bend_of(RigidPose{}, levels);
  // Beside the column, where the strength is a half.
  double near = 40.0, away = 400.0;
  const auto beside = [](double mm) { return dvec3(5.0 + mm, 0.0, 0.0); };
  while (away - near > 1e-9) {
    const double middle = 0.5 * (near + away);
    (bend.about_whole.strength(beside(middle)) > 0.5 ? near : away) = middle;
  }
  const dvec3 point = beside(near);
  // The root: half the angle about the same axis. Twice it is the motion itself.
  const dvec3 turn = vector_from_rotation(one.rotation);
  const RigidPose half{rotation_from_vector(0.5 * turn), dvec3(0.0)};
  // t with half * t + t = translation.
  const dmat3 both = dmat3(1.0) + glm::mat3_cast(half.rotation);
  const RigidPose root{half.rotation, glm::inverse(both) * one.translation};
  CHECK(glm::length(root(root(point)) - one(point)) < 1e-9);
  CHECK(glm::length(bend(point) - root(point)) < 1e-5);
}

TEST_CASE("a bend of 20 degrees is nowhere folded, and at its levels says what they say") {
  const std::vector<SpineLevel> levels = bent_levels(20.0);
  const Bend bend = bend_of(levels[10].pose, levels);
  for (std::size_t i = 1; i + 1 < levels.size(); ++i) {
    CHECK(glm::length(bend(levels[i].point) - levels[i].pose(levels[i].point)) < 0.3);
  }
  double least = 1e9;
  for (int x = -160; x <= 160; x += 16) {
    for (int y = -160; y <= 160; y += 8) {
      for (int z = -240; z <= 240; z += 8) {
        constexpr double step = 0.01;
        const dvec3 p(x, y, z);
        const dmat3 jacobian((bend(p + dvec3(step, 0, 0)) - bend(p)) / step,
                             (bend(p + dvec3(0, step, 0)) - bend(p)) / step,
                             (bend(p + dvec3(0, 0, step)) - bend(p)) / step);
        least = std::min(least, glm::determinant(jacobian));
      }
    }
  }
  CHECK(least > 0.2);
}

TEST_CASE("levels that are not good do not count, and what lies between is filled in") {
  std::vector<SpineLevel> levels = bent_levels(10.0);
  for (const std::size_t i : {8U, 9U, 10U}) {
    levels[i].verdict.kind = VerdictKind::doubtful;
    levels[i].pose = bending({0, 0, 0}, 0.0, {0.0, 90.0, 0.0});
  }
  const Bend bend = bend_of(levels[12].pose, levels);
  const std::vector<SpineLevel> truth = bent_levels(10.0);
  CHECK(bend.most_mm < 15.0);
  for (const std::size_t i : {8U, 9U, 10U}) {
    CHECK(glm::length(bend(truth[i].point) - truth[i].pose(truth[i].point)) < 0.5);
  }
}

TEST_CASE("a good level between two that are not good does not count") {
  std::vector<SpineLevel> levels = bent_levels(10.0);
  levels[19].verdict.kind = VerdictKind::failed;
  levels[20].pose = bending({0, 0, 0}, 0.0, {0.0, 90.0, 0.0});
  const Bend bend = bend_of(levels[12].pose, levels);
  CHECK(bend.most_mm < 15.0);
  CHECK(bend.complete);
  levels[9].verdict.kind = VerdictKind::doubtful;
  CHECK_FALSE(bend_of(levels[12].pose, levels).complete);
}

TEST_CASE("few levels, or levels that lie where the whole does, are no bend") {
  std::vector<SpineLevel> levels = bent_levels(0.0);
  for (SpineLevel& level : levels) level.pose = moved(whole, {{0.0, 0.3, 0.0}, {}}, level.point);
  CHECK(bend_of(whole, levels).empty());
  levels = bent_levels(20.0);
  levels.resize(2);
  CHECK(bend_of(whole, levels).empty());
}

}  // namespace lv
