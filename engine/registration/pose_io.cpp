#include "engine/registration/pose_io.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/core/file_name.h"
#include "engine/core/text_file.h"

namespace lv {
namespace {

// RAS and LPS differ by a half turn about the third axis.
constexpr dquat half_turn_z() {
  return dquat(0.0, 0.0, 0.0, 1.0);
}

RigidPose lps_from_ras_pose(const RigidPose& pose) {
  const dquat turn = half_turn_z();
  return {turn * pose.rotation * glm::conjugate(turn), turn * pose.translation};
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value + 0.0);  // + 0.0: never "-0"
  return text;
}

/// The three angles of itk::Euler3DTransform: R = Rz * Rx * Ry.
dvec3 euler_angles(const dmat3& r) {
  const double x = std::asin(std::clamp(r[1][2], -1.0, 1.0));
  const double cosine = std::cos(x);
  if (std::abs(cosine) < 5e-5) return {x, std::atan2(r[0][1], r[0][0]), 0.0};  // gimbal lock
  return {x, std::atan2(-r[0][2], r[2][2]), std::atan2(-r[1][0], r[1][1])};
}

/// In the format that the name's ending asks for.
Result<std::string> text_for(const std::filesystem::path& path, const RigidPose& pose) {
  const std::string ending = path.extension().string();
  if (ending == ".tfm") return itk_text(pose);
  if (ending == ".txt") return ras_matrix_text(pose);
  return Error{ErrorCode::usage, "the name must end in .tfm (ITK) or .txt (4x4 matrix)",
               file_name(path)};
}

}  // namespace

std::string itk_text(const RigidPose& pose) {
  const dvec3 angles = euler_angles(glm::mat3_cast(pose.rotation));
  std::string text =
      "#Insight Transform File V1.0\n#Transform 0\nTransform: Euler3DTransform_double_3_3\n"
      "Parameters:";
  for (const dvec3& triple : {angles, pose.translation}) {
    for (int i = 0; i < 3; ++i) text += " " + number(triple[i]);
  }
  return text + "\nFixedParameters: 0 0 0\n";
}

std::string ras_matrix_text(const RigidPose& pose) {
  const dmat4 ras = scan_from_world(lps_from_ras_pose(pose)).matrix;
  std::string text;
  for (int r = 0; r < 4; ++r) {
    for (int c = 0; c < 4; ++c) text += number(ras[c][r]) + (c < 3 ? " " : "\n");
  }
  return text;
}

Result<void> write_pose(const std::filesystem::path& path, const RigidPose& pose) {
  LV_ASSIGN(const std::string text, text_for(path, pose));
  return write_text_file(path, text);
}

Result<void> write_pose(const PendingOutput& output, const RigidPose& pose) {
  LV_ASSIGN(const std::string text, text_for(output.final_path(), pose));
  return write_text(output, text);
}

}  // namespace lv
