#include "engine/registration/pose.h"

#include <algorithm>
#include <cmath>

namespace lv {

dvec3 vector_from_rotation(const dquat& rotation) {
  const dquat q = rotation.w < 0 ? -rotation : rotation;
  const dvec3 v(q.x, q.y, q.z);
  const double s = glm::length(v);
  return s < 1e-12 ? 2.0 * v : 2.0 * std::atan2(s, q.w) / s * v;
}

Motion motion_between(const RigidPose& from, const RigidPose& to, const dvec3& centre) {
  const RigidPose step = to * inverse(from);
  return {step(centre) - centre, vector_from_rotation(step.rotation)};
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
