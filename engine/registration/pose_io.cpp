#include "engine/registration/pose_io.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <sstream>
#include <vector>

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

dquat rotation_from_euler(const dvec3& angles) {
  return glm::angleAxis(angles.z, dvec3(0, 0, 1)) * glm::angleAxis(angles.x, dvec3(1, 0, 0)) *
         glm::angleAxis(angles.y, dvec3(0, 1, 0));
}

/// A rigid pose of a linear part and translation; none where it is not rigid.
std::optional<RigidPose> rigid(const dmat3& linear, const dvec3& translation) {
  const dmat3 product = glm::transpose(linear) * linear;
  for (int c = 0; c < 3; ++c) {
    for (int r = 0; r < 3; ++r) {
      if (!(std::abs(product[c][r] - (c == r ? 1.0 : 0.0)) < 1e-3)) return std::nullopt;
    }
  }
  if (!(glm::determinant(linear) > 0)) return std::nullopt;
  return RigidPose{glm::normalize(glm::quat_cast(linear)), translation};
}

dmat3 rows(const double* values, int stride) {
  dmat3 matrix(1.0);
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) matrix[c][r] = values[r * stride + c];
  }
  return matrix;
}

std::vector<double> numbers_after(const std::string& text, const std::string& key) {
  const std::size_t place = text.find("\n" + key);
  std::vector<double> values;
  if (place == std::string::npos) return values;
  std::istringstream line(
      text.substr(place + 1 + key.size(), text.find('\n', place + 1) - place - 1 - key.size()));
  for (double value; line >> value;) values.push_back(value);
  return values;
}

std::optional<RigidPose> from_itk(const std::string& text) {
  const std::vector<double> p = numbers_after(text, "Parameters:");
  std::vector<double> fixed = numbers_after(text, "FixedParameters:");
  fixed.resize(3, 0.0);
  const dvec3 centre(fixed[0], fixed[1], fixed[2]);
  const bool is_euler = text.find("Euler3DTransform") != std::string::npos;
  const bool is_versor = text.find("VersorRigid3DTransform") != std::string::npos;
  std::optional<RigidPose> pose;
  if ((is_euler || is_versor) && p.size() == 6) {
    const dvec3 first(p[0], p[1], p[2]);
    const double w = std::sqrt(std::max(0.0, 1.0 - glm::dot(first, first)));
    pose = RigidPose{
        is_euler ? rotation_from_euler(first) : glm::normalize(dquat(w, first.x, first.y, first.z)),
        {p[3], p[4], p[5]}};
  } else if (p.size() == 12) {
    pose = rigid(rows(p.data(), 3), {p[9], p[10], p[11]});
  }
  if (pose) pose->translation += centre - pose->rotation * centre;
  return pose;
}

std::optional<RigidPose> from_ras_matrix(const std::string& text) {
  std::istringstream stream(text);
  std::vector<double> values;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream cells(line);
    for (double value; cells >> value;) values.push_back(value);
  }
  if (values.size() != 16) return std::nullopt;
  const auto pose = rigid(rows(values.data(), 4), {values[3], values[7], values[11]});
  return pose ? std::optional(lps_from_ras_pose(*pose)) : std::nullopt;
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

Result<RigidPose> read_pose(const std::filesystem::path& path) {
  constexpr std::uint64_t most_bytes = 1 << 20;
  LV_ASSIGN(const std::string text, read_text_file(path, most_bytes));
  const auto pose =
      text.starts_with("#Insight Transform File") ? from_itk(text) : from_ras_matrix(text);
  if (!pose) return Error{ErrorCode::unreadable, "holds no rigid transform", file_name(path)};
  return *pose;
}

}  // namespace lv
