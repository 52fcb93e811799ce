// Rigid poses. A pose always maps reference (fixed) points to a date's (moving) points: what
// `scan_from_world` says. Frames are LPS mm.
#pragma once

#include <span>

#include "engine/core/frames.h"

namespace lv {

/// p -> rotation * p + translation. The rotation is a unit quaternion.
struct RigidPose {
  dquat rotation{1.0, 0.0, 0.0, 0.0};  ///< w, x, y, z
  dvec3 translation{0.0};              ///< mm

  dvec3 operator()(const dvec3& point) const { return rotation * point + translation; }
};

/// First `inner`, then `outer`.
inline RigidPose operator*(const RigidPose& outer, const RigidPose& inner) {
  return {glm::normalize(outer.rotation * inner.rotation), outer(inner.translation)};
}

inline RigidPose inverse(const RigidPose& pose) {
  const dquat back = glm::conjugate(pose.rotation);
  return {back, back * -pose.translation};
}

inline Affine<Scan, World> scan_from_world(const RigidPose& pose) {
  dmat4 matrix = glm::mat4_cast(pose.rotation);
  matrix[3] = dvec4(pose.translation, 1.0);
  return {matrix};
}

/// A small motion about a centre: p -> Exp(rotation) (p - centre) + centre + translation.
struct Motion {
  dvec3 translation{0.0};  ///< mm
  dvec3 rotation{0.0};     ///< axis times angle, rad
};

/// Rotation vector to quaternion and back; the angle that comes back is in [0, pi].
dquat rotation_from_vector(const dvec3& rotation);
dvec3 vector_from_rotation(const dquat& rotation);

/// `pose` followed by `motion` about `centre` (a point of the moving scan).
RigidPose moved(const RigidPose& pose, const Motion& motion, const dvec3& centre);

/// The motion about `centre` (of the moving scan) that leads from one pose to another.
Motion motion_between(const RigidPose& from, const RigidPose& to, const dvec3& centre);

/// How far a motion carries a point 60 mm from its centre at most: |translation| + 60 |rotation|.
double size_mm(const Motion& motion);

/// Mean distance between where two poses put the points (of the fixed scan).
double mean_distance_mm(const RigidPose& a, const RigidPose& b, std::span<const dvec3> points);

/// Angle of the rotation, rad, 0..pi.
double angle(const RigidPose& pose);

}  // namespace lv
