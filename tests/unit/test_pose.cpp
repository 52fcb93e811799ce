// Poses: algebra, and the files that ITK and RAS programs read.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
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
};

// The numbers behind "Parameters:" of an ITK transform.
std::vector<double> itk_parameters(const RigidPose& pose) {
  const std::string text = itk_text(pose);
  std::istringstream line(text.substr(text.find("Parameters:") + 11));
  std::vector<double> numbers;
  for (double number = 0; line >> number;) numbers.push_back(number);
  return numbers;
}

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

TEST_CASE("itk_euler_angles_turn_about_y_then_x_then_z") {
  // itk::Euler3DTransform without ComputeZYX: R = Rz Rx Ry. At 90 degrees about x (gimbal lock)
  // many angles give the same rotation.
  const auto turned = [](double x, double y, double z) {
    return glm::angleAxis(z, dvec3(0, 0, 1)) * glm::angleAxis(x, dvec3(1, 0, 0)) *
           glm::angleAxis(y, dvec3(0, 1, 0));
  };
  for (const dvec3& angles : {dvec3(0.3, -0.2, 0.5), dvec3(-1.2, 2, -3), dvec3(pi / 2, 0, 0.7)}) {
    const RigidPose pose{turned(angles.x, angles.y, angles.z), {4, 5, 6}};
    const std::vector<double> p = itk_parameters(pose);
    REQUIRE(p.size() == 6);
    CHECK(distance({turned(p[0], p[1], p[2]), {p[3], p[4], p[5]}}, pose) < 1e-6);
  }
}

TEST_CASE("matrix_files_are_ras_row_by_row") {
  // LPS: a quarter turn about z, then (1, 2, 3). RAS has x and y negated on both sides.
  const double half = std::sqrt(0.5);
  std::istringstream text(ras_matrix_text(RigidPose{{half, 0, 0, half}, {1, 2, 3}}));
  for (const double expected : {0, -1, 0, -1, 1, 0, 0, -2, 0, 0, 1, 3, 0, 0, 0, 1}) {
    double number = 99;
    text >> number;
    CHECK(std::abs(number - expected) < 1e-12);
  }
  CHECK(ras_matrix_text(RigidPose{{1, 0, 0, 0}, {1, 2, 3}}) ==
        "1 0 0 -1\n0 1 0 -2\n0 0 1 3\n0 0 0 1\n");
}

TEST_CASE("the_ending_of_a_pose_file_says_what_it_holds") {
  for (const auto& [ending, text] : {std::pair(".tfm", itk_text(some_pose())),
                                     std::pair(".txt", ras_matrix_text(some_pose()))}) {
    const File file(ending);
    REQUIRE(write_pose(file.path, some_pose()));
    std::ostringstream written;
    written << std::ifstream(file.path).rdbuf();
    CHECK(written.str() == text);
  }
  CHECK(write_pose("T.mat", {}).error().code == ErrorCode::usage);
}
