// Where the search begins: what headers and shapes suggest, and many poses spread evenly around.
#pragma once

#include <vector>

#include "engine/registration/pose.h"
#include "engine/registration/prepared_volume.h"

namespace lv {

/// The header's pose (identity), the one that joins the centres of mass, and the one that joins the
/// centres of the pictures; those alike (within 5 mm) once.
std::vector<RigidPose> suggested_poses(const PreparedVolume& fixed, const PreparedVolume& moving);

/// `count` poses around `start`: rotations about `centre` (of the fixed scan) up to
/// `most_rotation`, rad, and translations up to `most_translation_mm` along each axis. The same
/// ones every time; evenly spread (Roberts 2018, the R6 sequence).
std::vector<RigidPose> spread_poses(const RigidPose& start, const dvec3& centre, int count,
                                    double most_rotation, double most_translation_mm);

/// As if the header's axes were mixed up: the centres of mass joined after each of the 23 quarter
/// and half turns of a cube.
std::vector<RigidPose> turned_poses(const PreparedVolume& fixed, const PreparedVolume& moving);

}  // namespace lv
