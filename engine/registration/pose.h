// Rigid poses. A pose always maps reference (fixed) points to a date's (moving) points: what
// `scan_from_world` says. Frames are LPS mm. What a search needs is compiled for CUDA too.
#pragma once

#include <cmath>
#include <span>

#include "engine/core/elementary.h"
#include "engine/core/frames.h"
#include "engine/core/host_device.h"

namespace lv {

/// p -> rotation * p + translation. The rotation is a unit quaternion.
struct RigidPose {
  dquat rotation{1.0, 0.0, 0.0, 0.0};  ///< w, x, y, z
  dvec3 translation{0.0};              ///< mm

  LV_HD dvec3 operator()(const dvec3& point) const { return rotation * point + translation; }
};

/// First `inner`, then `outer`.
LV_HD inline RigidPose operator*(const RigidPose& outer, const RigidPose& inner) {
  return {glm::normalize(outer.rotation * inner.rotation), outer(inner.translation)};
}

LV_HD inline RigidPose inverse(const RigidPose& pose) {
  const dquat back = glm::conjugate(pose.rotation);
  return {back, back * -pose.translation};
}

LV_HD inline Affine<Scan, World> scan_from_world(const RigidPose& pose) {
  dmat4 matrix = glm::mat4_cast(pose.rotation);
  matrix[3] = dvec4(pose.translation, 1.0);
  return {matrix};
}

/// A small motion about a centre: p -> Exp(rotation) (p - centre) + centre + translation.
struct Motion {
  dvec3 translation{0.0};  ///< mm
  dvec3 rotation{0.0};     ///< axis times angle, rad

  LV_HD Motion operator*(double factor) const { return {translation * factor, rotation * factor}; }
};

/// Rotation vector to quaternion and back; the angle that comes back is in [0, pi].
LV_HD inline dquat rotation_from_vector(const dvec3& rotation) {
  const double angle_rad = glm::length(rotation);
  const auto [sine, cosine] = sine_cosine(angle_rad / 2);
  // sin(a/2)/a tends to 1/2; below 1e-8 rad the next term is under the rounding of a double.
  const double s = angle_rad < 1e-8 ? 0.5 : sine / angle_rad;
  return dquat(cosine, s * rotation.x, s * rotation.y, s * rotation.z);
}
dvec3 vector_from_rotation(const dquat& rotation);

/// `pose` followed by `motion` about `centre` (a point of the moving scan).
LV_HD inline RigidPose moved(const RigidPose& pose, const Motion& motion, const dvec3& centre) {
  const dquat turn = rotation_from_vector(motion.rotation);
  return {glm::normalize(turn * pose.rotation),
          turn * (pose.translation - centre) + centre + motion.translation};
}

/// The motion about `centre` (of the moving scan) that leads from one pose to another.
Motion motion_between(const RigidPose& from, const RigidPose& to, const dvec3& centre);

/// Makes turns comparable with shifts: a turn by 1 rad about the middle of a head moves its skin by
/// about this much.
inline constexpr double head_radius_mm = 60.0;

/// How far a motion carries a point on the skin of a head around its centre, at most.
LV_HD inline double size_mm(const Motion& motion) {
  return glm::length(motion.translation) + head_radius_mm * glm::length(motion.rotation);
}

/// Mean distance between where two poses put the points (of the fixed scan).
double mean_distance_mm(const RigidPose& a, const RigidPose& b, std::span<const dvec3> points);

/// Angle of the rotation, rad, 0..pi.
double angle(const RigidPose& pose);

}  // namespace lv
