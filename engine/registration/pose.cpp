#include "engine/registration/pose.h"

#include <algorithm>
#include <cmath>

namespace lv {

dquat rotation_from_vector(const dvec3& rotation) {
  const double angle_rad = glm::length(rotation);
  // sin(a/2)/a tends to 1/2; below 1e-8 rad the next term is under the rounding of a double.
  const double s = angle_rad < 1e-8 ? 0.5 : std::sin(angle_rad / 2) / angle_rad;
  return dquat(std::cos(angle_rad / 2), s * rotation.x, s * rotation.y, s * rotation.z);
}

dvec3 vector_from_rotation(const dquat& rotation) {
  const dquat q = rotation.w < 0 ? -rotation : rotation;
  const dvec3 v(q.x, q.y, q.z);
  const double s = glm::length(v);
  return s < 1e-12 ? 2.0 * v : 2.0 * std::atan2(s, q.w) / s * v;
}

RigidPose moved(const RigidPose& pose, const Motion& motion, const dvec3& centre) {
  const dquat turn = rotation_from_vector(motion.rotation);
  return {glm::normalize(turn * pose.rotation),
          turn * (pose.translation - centre) + centre + motion.translation};
}

Motion motion_between(const RigidPose& from, const RigidPose& to, const dvec3& centre) {
  const RigidPose step = to * inverse(from);
  return {step(centre) - centre, vector_from_rotation(step.rotation)};
}

double size_mm(const Motion& motion) {
  constexpr double lever_mm = 60.0;  // a head's radius, so that both parts weigh about the same
  return glm::length(motion.translation) + lever_mm * glm::length(motion.rotation);
}

double mean_distance_mm(const RigidPose& a, const RigidPose& b, std::span<const dvec3> points) {
  double sum = 0;
  for (const dvec3& p : points) sum += glm::length(a(p) - b(p));
  return points.empty() ? 0.0 : sum / static_cast<double>(points.size());
}

double angle(const RigidPose& pose) {
  return 2.0 * std::acos(std::min(1.0, std::abs(pose.rotation.w)));
}

}  // namespace lv
