// Poses: algebra, and the files that ITK and RAS programs read.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <vector>

#include "engine/registration/pose_io.h"

using namespace lv;

namespace {

RigidPose some_pose() {
  return {rotation_from_vector({0.3, -0.2, 0.5}), {10, -20, 30}};
}

double distance(const RigidPose& a, const RigidPose& b) {
  const std::vector<dvec3> points = {{0, 0, 0}, {100, 0, 0}, {0, 100, 0}, {0, 0, 100}};
  return mean_distance_mm(a, b, points);
}

struct File {
  std::filesystem::path path;
  explicit File(const char* ending)
      : path(std::filesystem::temp_directory_path() /
             ("longview-pose-" + std::to_string(getpid()) + ending)) {}
  ~File() { std::filesystem::remove(path); }
  void write(const std::string& text) const { std::ofstream(path) << text; }
};

}  // namespace

TEST_CASE("a_pose_and_its_inverse_cancel") {
  CHECK(distance(some_pose() * inverse(some_pose()), RigidPose{}) < 1e-12);
  CHECK(distance(inverse(some_pose()) * some_pose(), RigidPose{}) < 1e-12);
  const dvec3 p(1, 2, 3);
  CHECK(glm::length(scan_from_world(some_pose())(p) - some_pose()(p)) < 1e-12);
}

TEST_CASE("rotation_vectors_turn_by_their_length") {
  const RigidPose quarter{rotation_from_vector({0, 0, pi / 2}), {}};
  CHECK(glm::length(quarter({1, 0, 0}) - dvec3(0, 1, 0)) < 1e-12);
  CHECK(angle(quarter) == doctest::Approx(pi / 2));
  for (const dvec3& v : {dvec3(0.3, -0.2, 0.5), dvec3(1e-10, 0, 0), dvec3(0, 3.1, 0)}) {
    CHECK(glm::length(vector_from_rotation(rotation_from_vector(v)) - v) < 1e-12);
  }
}

TEST_CASE("a_motion_turns_about_its_centre_and_is_found_again") {
  const dvec3 centre(5, 6, 7);
  const Motion motion{{1, 2, 3}, {0.1, 0.2, -0.1}};
  const RigidPose after = moved(some_pose(), motion, centre);
  const dvec3 source = inverse(some_pose())(centre);
  CHECK(glm::length(after(source) - (centre + motion.translation)) < 1e-12);
  const Motion found = motion_between(some_pose(), after, centre);
  CHECK(glm::length(found.translation - motion.translation) < 1e-12);
  CHECK(glm::length(found.rotation - motion.rotation) < 1e-12);
}

TEST_CASE("pose_files_read_back_within_rounding") {
  // 1.57 about x is gimbal lock of ITK's three angles within their tolerance.
  for (const RigidPose& pose :
       {some_pose(), RigidPose{}, RigidPose{rotation_from_vector({pi / 2, 0, 0}), {1, 2, 3}}}) {
    for (const char* ending : {".tfm", ".txt"}) {
      const File file(ending);
      REQUIRE(write_pose(file.path, pose).ok());
      const auto back = read_pose(file.path);
      REQUIRE(back.ok());
      CHECK(distance(*back, pose) < 1e-6);
    }
  }
}

TEST_CASE("itk_euler_angles_turn_about_y_then_x_then_z") {
  // itk::Euler3DTransform without ComputeZYX: R = Rz Rx Ry; here about y by 90 degrees, then about
  // x by 90 degrees: LPS (1, 0, 0) -> (0, 0, -1) -> (0, 1, 0).
  const File file(".tfm");
  file.write(
      "#Insight Transform File V1.0\n#Transform 0\nTransform: Euler3DTransform_double_3_3\n"
      "Parameters: 1.5707963267948966 1.5707963267948966 0 4 5 6\nFixedParameters: 0 0 0\n");
  const auto pose = read_pose(file.path);
  REQUIRE(pose.ok());
  CHECK(glm::length((*pose)({1, 0, 0}) - dvec3(4, 6, 6)) < 1e-9);
}

TEST_CASE("itk_transforms_turn_about_their_centre") {
  // Versor (0, 0, sin 45 degrees): a quarter turn about z, about the point (10, 0, 0).
  const File file(".tfm");
  file.write(
      "#Insight Transform File V1.0\n#Transform 0\nTransform: VersorRigid3DTransform_double_3_3\n"
      "Parameters: 0 0 0.70710678118654757 1 2 3\nFixedParameters: 10 0 0\n");
  const auto pose = read_pose(file.path);
  REQUIRE(pose.ok());
  CHECK(glm::length((*pose)({11, 0, 0}) - dvec3(11, 3, 3)) < 1e-9);
}

TEST_CASE("matrix_files_are_ras_row_by_row") {
  // RAS: x' = -y + 1, y' = x + 2, z' = z + 3. LPS has x and y negated on both sides.
  const File file(".txt");
  file.write("# a comment\n0 -1 0 1\n1 0 0 2\n0 0 1 3\n0 0 0 1\n");
  const auto pose = read_pose(file.path);
  REQUIRE(pose.ok());
  CHECK(glm::length((*pose)({10, 20, 30}) - dvec3(-20 - 1, 10 - 2, 33)) < 1e-9);
  CHECK(ras_matrix_text(RigidPose{{1, 0, 0, 0}, {1, 2, 3}}) ==
        "1 0 0 -1\n0 1 0 -2\n0 0 1 3\n0 0 0 1\n");
}

TEST_CASE("files_without_a_rigid_transform_are_refused") {
  const File file(".txt");
  for (const char* text :
       {"", "hello", "1 0 0 0\n0 1 0 0\n", "2 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n",
        "-1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n", "nan 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 0 1\n"}) {
    file.write(text);
    CHECK_FALSE(read_pose(file.path).ok());
  }
  CHECK_FALSE(read_pose("/nowhere/T.txt").ok());
  CHECK(write_pose("T.mat", {}).error().code == ErrorCode::usage);
}
