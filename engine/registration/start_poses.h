// Where the search begins: what headers and shapes suggest, and many poses spread evenly around.
#pragma once

#include <vector>

#include "engine/registration/pose.h"
#include "engine/registration/prepared_volume.h"

namespace lv {

/// The identity, as the headers say; the pose that brings the centres of mass together; and the one
/// that brings the centres of the pictures together. Of poses within 5 mm of each other one is
/// kept.
std::vector<RigidPose> suggested_poses(const PreparedVolume& fixed, const PreparedVolume& moving);

/// `count` poses evenly spread around `start` (Roberts 2018, the R6 sequence), the same ones every
/// time: rotations about `centre` (of the fixed scan) by up to `most_rotation`, rad, and
/// translations by up to `most_translation_mm` along each axis.
std::vector<RigidPose> spread_poses(const RigidPose& start, const dvec3& centre, int count,
                                    double most_rotation, double most_translation_mm);

/// Poses for headers whose axes are mixed up: each of the 23 turns of a cube, with the centres of
/// mass brought together.
std::vector<RigidPose> turned_poses(const PreparedVolume& fixed, const PreparedVolume& moving);

}  // namespace lv
