#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include "engine/volume/volume.h"

using namespace lv;

namespace {

Geometry oblique_geometry(ivec3 size) {
  // Rotated 30 degrees about the head-foot axis.
  const double c = std::sqrt(3.0) / 2, s = 0.5;
  return regular_geometry(size, {c, s, 0}, {-s, c, 0}, {0, 0, 1}, {0.5, 0.75, 6}, {-10, -20, 30});
}

Geometry irregular_geometry() {
  Geometry geometry = oblique_geometry({4, 4, 4});
  geometry.slice_coordinates = {0, 1, 3, 4};  // the slice at 2 is lost
  geometry.slice_thickness_mm = 5;
  return geometry;
}

}  // namespace

TEST_CASE("voxel_centres_follow_the_dicom_equation") {
  // PS3.3 C.7.6.2.1.1: P = IPP + i * spacing * row direction + j * spacing * column direction
  const Geometry geometry = oblique_geometry({4, 4, 4});
  const double c = std::sqrt(3.0) / 2, s = 0.5;
  const dvec3 expected(-10 + 2 * 0.5 * c - 3 * 0.75 * s, -20 + 2 * 0.5 * s + 3 * 0.75 * c, 30 + 6);
  CHECK(glm::length(geometry.scan_from_voxel({2, 3, 1}) - expected) < 1e-12);
  CHECK(glm::length(geometry.spacing_mm() - dvec3(0.5, 0.75, 6)) < 1e-12);
  CHECK(glm::length(geometry.axes()[1] - dvec3(-s, c, 0)) < 1e-12);
}

TEST_CASE("corners_reach_half_a_pixel_and_half_a_slice_beyond_the_centres") {
  Geometry geometry =
      regular_geometry({2, 3, 4}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 2, 6}, {0, 0, 0});
  geometry.slice_thickness_mm = 5;
  CHECK(glm::length(geometry.corners()[0] - dvec3(-0.5, -1, -2.5)) < 1e-12);
  CHECK(glm::length(geometry.corners()[7] - dvec3(1.5, 5, 18 + 2.5)) < 1e-12);
  CHECK(glm::length(geometry.centre() - dvec3(0.5, 2, 9)) < 1e-12);
}

TEST_CASE("irregular_slices_keep_their_true_places") {
  const Geometry geometry = irregular_geometry();
  CHECK(geometry.coordinate_of_slice(2) == 3);
  CHECK(geometry.slice_at_coordinate(3) == doctest::Approx(2));
  CHECK(geometry.slice_at_coordinate(2) == doctest::Approx(1.5));  // in the middle of the gap
  CHECK(geometry.slice_at_coordinate(0.25) == doctest::Approx(0.25));
  CHECK(geometry.slice_at_coordinate(-1) == doctest::Approx(-1));
  CHECK(geometry.slice_at_coordinate(5) == doctest::Approx(4));
}

TEST_CASE("whole_numbers_are_packed_exactly") {
  const std::vector<float> values = {-1000, 0, 1, 3095, 64535, 7};
  const auto volume = pack_volume(
      regular_geometry({3, 2, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0}), values);
  REQUIRE(volume.ok());
  for (std::size_t i = 0; i < values.size(); ++i)
    CHECK(volume->value(volume->samples[i]) == values[i]);
  CHECK(volume->sample(1, 1, 0) == volume->samples[4]);
}

TEST_CASE("fractions_are_packed_within_half_a_65535th_of_the_range") {
  const std::vector<float> values = {0.1F, 0.25F, 0.7F, 1.3F};
  const auto volume = pack_volume(
      regular_geometry({2, 2, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0}), values);
  REQUIRE(volume.ok());
  for (std::size_t i = 0; i < values.size(); ++i) {
    CHECK(std::abs(volume->value(volume->samples[i]) - values[i]) <= 0.5 * 1.2 / 65535 + 1e-7);
  }
}

TEST_CASE("values_that_are_not_numbers_are_background_and_said_none_at_all_or_too_few_refused") {
  const Geometry geometry =
      regular_geometry({2, 1, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto half = pack_volume(geometry, std::vector<float>{1, nan});
  REQUIRE(half.ok());
  CHECK(half->value(half->samples[1]) == 1);
  REQUIRE(half->findings.size() == 1);
  CHECK(half->findings[0] == "1 voxel holds no number; it is shown as background");
  const auto marked = pack_volume(geometry, std::vector<float>{1, -1e30F});
  REQUIRE(marked.ok());
  CHECK(marked->findings == half->findings);
  CHECK_FALSE(pack_volume(geometry, std::vector<float>{nan, nan}).ok());
  CHECK_FALSE(pack_volume(geometry, std::vector<float>{1}).ok());
}

TEST_CASE("one_wild_voxel_does_not_take_the_steps_of_all_others") {
  std::vector<float> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.5F + static_cast<float>(i);
  values[500] = 1e8F;
  const auto volume = pack_volume(
      regular_geometry({10, 10, 10}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0}),
      values);
  REQUIRE(volume.ok());
  // Spread over at most 21 times the range of the others: half a step is 21 * 1000 / 65535 / 2.
  CHECK(std::abs(volume->value(volume->samples[10]) - 10.5) < 0.17);
  CHECK(volume->value(volume->samples[500]) > 1000);
  REQUIRE(volume->findings.size() == 1);
  CHECK(volume->findings[0] ==
        "1 voxel holds a value far outside of all others; it is cut off there");
}

TEST_CASE("default_window_spans_the_inner_tissue_and_ignores_background_and_fat_of_the_skin") {
  // The middle half (6 x 6 x 6 of 10 x 10 x 10): 100 of background at 0..9, 115 of tissue at
  // 500..614 and one hot voxel; fat at 3000 all around.
  std::vector<float> values;
  int inner = 0;
  const auto middle = [](int index) { return index >= 2 && index < 8; };
  for (int v = 0; v < 1000; ++v) {
    const int n = middle(v % 10) && middle(v / 10 % 10) && middle(v / 100) ? inner++ : -1;
    const int value = n < 0 ? 3000 : n < 100 ? n % 10 : n < 215 ? 500 + n - 100 : 4000;
    values.push_back(static_cast<float>(value));
  }
  const auto volume = pack_volume(
      regular_geometry({10, 10, 10}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}, {0, 0, 0}),
      values);
  REQUIRE(volume.ok());
  const Window window = default_window(*volume);
  CHECK(window.level - window.width / 2 == doctest::Approx(0));
  CHECK(window.level + window.width / 2 == doctest::Approx(1.4 * 610));  // 95 % of the 116
}
