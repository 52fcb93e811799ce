// Known poses of the analytic head: error in mm over the brain, for planes, contrasts and noise.
// Bias fields are mild, because the phantom is even where a real brain has texture, and an uneven
// brightness of even tissue pulls any metric; tests/bench/registration has real heads with strong
// ones.
#include <doctest/doctest.h>

#include <string>

#include "engine/core/parallel.h"
#include "engine/registration/registrar.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

Registration align(const PhantomScan& fixed, const PhantomScan& moving) {
  RegistrationTask task;
  task.fixed = PreparedVolume::prepare(scan_phantom(fixed)).value();
  task.moving = PreparedVolume::prepare(scan_phantom(moving)).value();
  return register_pair(make_cpu_metric(), task, {}).value();
}

RigidPose turned(double degrees, const dvec3& axis, const dvec3& shift_mm) {
  return {rotation_from_vector(glm::normalize(axis) * radians_from_degrees(degrees)), shift_mm};
}

}  // namespace

TEST_CASE("same_plane_same_contrast_is_found_within_a_tenth_of_a_millimetre") {
  const PhantomScan fixed{axial_stack(1.5, 4), {}, Contrast::t1, 0.03, 0.02, 1.0, 1};
  const PhantomScan moving{
      axial_stack(1.5, 4), turned(8, {1, 2, 3}, {6, -9, 12}), Contrast::t1, -0.03, 0.02, 1.0, 2};
  const Registration found = align(fixed, moving);
  CHECK(brain_error_mm(found.pose, fixed, moving) < 0.1);
  CHECK(found.verdict.kind == VerdictKind::good);
}

TEST_CASE("thick_slices_across_planes_and_contrasts_are_found_within_0_4_mm") {
  const PhantomScan fixed{axial_stack(1.2, 6), {}, Contrast::t1, 0.03, 0.02, 1.0, 1};
  const PhantomScan moving{sagittal_stack(1.2, 6),
                           turned(12, {1, -1, 0.5}, {15, 5, -20}),
                           Contrast::t2,
                           0.03,
                           0.02,
                           1.0,
                           2};
  const Registration found = align(fixed, moving);
  CHECK(brain_error_mm(found.pose, fixed, moving) < 0.4);
}

TEST_CASE("far_starts_are_found") {
  const PhantomScan fixed{axial_stack(2, 5), {}, Contrast::t1, 0.03, 0.02, 1.0, 1};
  for (const auto& pose :
       {turned(45, {1, 1, 0}, {60, -40, 30}), turned(30, {0, 0, 1}, {0, 0, 90})}) {
    const PhantomScan moving{axial_stack(2, 5), pose, Contrast::t2, 0.04, 0.02, 1.0, 2};
    // The head keeps its place in the picture; only the header moves.
    PhantomScan header_moved = moving;
    header_moved.geometry.scan_from_voxel.matrix =
        scan_from_world(pose).matrix * moving.geometry.scan_from_voxel.matrix;
    CHECK(brain_error_mm(align(fixed, header_moved).pose, fixed, header_moved) < 0.3);
  }
}

TEST_CASE("swapping_the_scans_gives_the_inverse") {
  const PhantomScan fixed{axial_stack(2, 5), {}, Contrast::t1, 0.03, 0.02, 1.0, 1};
  const PhantomScan moving{
      sagittal_stack(2, 6), turned(10, {1, 1, 0}, {5, 5, 5}), Contrast::t2, 0.04, 0.02, 1.0, 2};
  const RigidPose there = align(fixed, moving).pose, back = align(moving, fixed).pose;
  CHECK(brain_error_mm(inverse(back), fixed, moving) ==
        doctest::Approx(brain_error_mm(there, fixed, moving)).epsilon(1e-6));
  CHECK(size_mm(motion_between(there, inverse(back), {})) < 0.01);
}

TEST_CASE("the_pose_has_the_same_bits_for_any_number_of_threads") {
  const PhantomScan fixed{axial_stack(2, 5), {}, Contrast::t1, 0.03, 0.02, 1.0, 1};
  const PhantomScan moving{
      axial_stack(2, 6), turned(10, {1, 1, 0}, {5, 5, 5}), Contrast::t2, 0.04, 0.02, 1.0, 2};
  set_thread_count(1);
  const RigidPose one = align(fixed, moving).pose;
  set_thread_count(4);
  const RigidPose four = align(fixed, moving).pose;
  set_thread_count(0);
  CHECK(one.rotation == four.rotation);
  CHECK(one.translation == four.translation);
}
