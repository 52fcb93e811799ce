// How far the body reaches, on an invented head whose size is known.
#include <doctest/doctest.h>

#include "engine/registration/body_outline.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

TEST_CASE("the_outline_reaches_as_far_as_the_head_and_no_farther") {
  const RigidPose moved{rotation_from_vector({0.2, 0, 0}), {5, -4, 3}};
  const VolumePtr scan =
      scan_phantom({axial_stack(2, 5, 60), moved, Contrast::t1, 0.0, 0.05, 1.0, 1});
  const std::vector<dvec3> outline = body_outline(scan);
  REQUIRE(outline.size() > 50);
  const dvec3 half(78, 95, 88);  // of the scalp's ellipsoid
  for (int axis = 0; axis < 3; ++axis) {
    dvec3 direction(0.0);
    direction[axis] = 1;
    const double reach = glm::length(half * (inverse(moved).rotation * direction));
    double least = 0, most = 0;
    for (const dvec3& point : outline) {
      least = std::min(least, (point - moved.translation)[axis]);
      most = std::max(most, (point - moved.translation)[axis]);
    }
    CHECK(std::abs(most - reach) < 8);  // the grid's 4 mm, and half a slice
    CHECK(std::abs(least + reach) < 8);
  }
}

TEST_CASE("an_empty_scan_has_no_outline") {
  Volume volume;
  volume.geometry = axial_stack(8, 16);
  volume.samples.assign(volume.geometry.voxel_count(), 7);
  CHECK(body_outline(std::make_shared<const Volume>(std::move(volume))).empty());
}
