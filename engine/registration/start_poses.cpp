#include "engine/registration/start_poses.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lv {
namespace {

/// Point n of an evenly spread sequence in the unit cube of six dimensions: multiples of powers of
/// the root of x^7 = x + 1, without their whole part.
std::array<double, 6> spread_point(int n) {
  constexpr double root = 1.1127756842787055;
  std::array<double, 6> point{};
  double power = 1.0;
  for (double& p : point) {
    power /= root;
    p = std::fmod(0.5 + n * power, 1.0);
  }
  return point;
}

/// A point of the unit cube to one of the unit ball, volume kept.
dvec3 in_ball(double u, double v, double w) {
  const double radius = std::cbrt(u), z = 2.0 * v - 1.0, phi = 2.0 * pi * w;
  const double across = std::sqrt(std::max(0.0, 1.0 - z * z));
  return radius * dvec3(across * std::cos(phi), across * std::sin(phi), z);
}

RigidPose shift(const dvec3& from, const dvec3& to) {
  return {dquat(1.0, 0.0, 0.0, 0.0), to - from};
}

}  // namespace

std::vector<RigidPose> suggested_poses(const PreparedVolume& fixed, const PreparedVolume& moving) {
  const RigidPose all[] = {
      RigidPose{}, shift(fixed.centre_of_mass(), moving.centre_of_mass()),
      shift(fixed.volume()->geometry.centre(), moving.volume()->geometry.centre())};
  std::vector<RigidPose> distinct;
  for (const RigidPose& pose : all) {
    const auto alike = [&](const RigidPose& other) {
      return glm::length(pose.translation - other.translation) < 5.0;
    };
    if (std::ranges::none_of(distinct, alike)) distinct.push_back(pose);
  }
  return distinct;
}

std::vector<RigidPose> spread_poses(const RigidPose& start, const dvec3& centre, int count,
                                    double most_rotation, double most_translation_mm) {
  std::vector<RigidPose> poses;
  for (int n = 1; n <= count; ++n) {
    const auto u = spread_point(n);
    const Motion motion{most_translation_mm * (2.0 * dvec3(u[3], u[4], u[5]) - 1.0),
                        most_rotation * in_ball(u[0], u[1], u[2])};
    poses.push_back(moved(start, motion, start(centre)));
  }
  return poses;
}

std::vector<RigidPose> turned_poses(const PreparedVolume& fixed, const PreparedVolume& moving) {
  const RigidPose join = shift(fixed.centre_of_mass(), moving.centre_of_mass());
  std::vector<RigidPose> poses;
  // Each turn of a cube leads the third axis to one of six directions, then turns about it.
  for (const dvec3& tilt : {dvec3(0, 0, 0), dvec3(1, 0, 0), dvec3(2, 0, 0), dvec3(-1, 0, 0),
                            dvec3(0, 1, 0), dvec3(0, -1, 0)}) {
    for (int quarter = 0; quarter < 4; ++quarter) {
      if (tilt == dvec3(0.0) && quarter == 0) continue;
      const dquat turn =
          rotation_from_vector(pi / 2 * tilt) * rotation_from_vector({0, 0, pi / 2 * quarter});
      const RigidPose about{turn, moving.centre_of_mass() - turn * moving.centre_of_mass()};
      poses.push_back(about * join);
    }
  }
  return poses;
}

}  // namespace lv
