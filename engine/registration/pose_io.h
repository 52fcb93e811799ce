// Poses as files that other programs read. RAS exists only here (and in volume/nifti).
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/output.h"
#include "engine/registration/pose.h"

namespace lv {

/// By the name's ending: .tfm an ITK text transform (Euler3DTransform, LPS mm, as ITK and 3D Slicer
/// resample with), .txt a 4x4 matrix in RAS mm. Both map fixed points to moving points. The file
/// appears whole or not at all. Errors: another ending, not writable.
Result<void> write_pose(const std::filesystem::path& path, const RigidPose& pose);
/// The same into a file that is not committed yet; nothing but the text is written.
Result<void> write_pose(const PendingOutput& output, const RigidPose& pose);

/// The texts that write_pose writes.
std::string itk_text(const RigidPose& pose);
std::string ras_matrix_text(const RigidPose& pose);

}  // namespace lv
