// Which way up, by hand: LPS, so +x is the patient's left, +y the back, +z the head.
#include <doctest/doctest.h>

#include <cmath>

#include "engine/render/plane.h"

using namespace lv;

namespace {

bool near(const dvec3& a, const dvec3& b) {
  return glm::length(a - b) < 1e-12;
}

/// Row and column direction as ImageOrientationPatient has them; slices along their cross product.
PlaneAxes native(const dvec3& row, const dvec3& column) {
  return native_axes(dmat3(row, column, glm::cross(row, column)));
}

bool same(const PlaneAxes& a, const PlaneAxes& b) {
  return near(a.right, b.right) && near(a.down, b.down);
}

std::string edges(const PlaneAxes& axes) {
  const EdgeLetters letters = edge_letters(axes);
  return letters.left + " " + letters.right + " " + letters.top + " " + letters.bottom;
}

Geometry stack(std::vector<double> places = {}) {
  Geometry geometry =
      regular_geometry({10, 10, 4}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.5, 2, 6}, {-1, -4, 30});
  geometry.slice_coordinates = std::move(places);
  return geometry;
}

}  // namespace

TEST_CASE("standard_planes_are_radiological") {
  CHECK(edges(standard_axes(StandardPlane::axial)) == "R L A P");
  CHECK(edges(standard_axes(StandardPlane::coronal)) == "R L H F");
  CHECK(edges(standard_axes(StandardPlane::sagittal)) == "A P H F");  // nose left
  // The viewer looks from the feet towards the head, from the front, from the patient's left.
  CHECK(near(standard_axes(StandardPlane::axial).away(), {0, 0, 1}));
  CHECK(near(standard_axes(StandardPlane::coronal).away(), {0, 1, 0}));
  CHECK(near(standard_axes(StandardPlane::sagittal).away(), {-1, 0, 0}));
}

TEST_CASE("an_acquired_plane_is_turned_the_radiological_way_up") {
  const PlaneAxes axial = standard_axes(StandardPlane::axial);
  CHECK(same(native({1, 0, 0}, {0, 1, 0}), axial));    // supine, head first
  CHECK(same(native({-1, 0, 0}, {0, -1, 0}), axial));  // prone, head first
  CHECK(same(native({-1, 0, 0}, {0, 1, 0}), axial));   // supine, feet first
  CHECK(same(native({1, 0, 0}, {0, -1, 0}), axial));   // prone, feet first
  CHECK(same(native({0, 1, 0}, {1, 0, 0}), axial));    // rows and columns exchanged
  CHECK(same(native({0, -1, 0}, {1, 0, 0}), axial));   // lying on the side

  // Turned by the scanner in its own plane.
  const double c = std::cos(radians_from_degrees(12)), s = std::sin(radians_from_degrees(12));
  CHECK(same(native({c, s, 0}, {-s, c, 0}), axial));
  CHECK(same(native({0, c, s}, {0, s, -c}), standard_axes(StandardPlane::sagittal)));

  const PlaneAxes sagittal = standard_axes(StandardPlane::sagittal);
  CHECK(same(native({0, 1, 0}, {0, 0, -1}), sagittal));
  CHECK(same(native({0, -1, 0}, {0, 0, 1}), sagittal));
  CHECK(same(native({0, 0, -1}, {0, 1, 0}), sagittal));

  const PlaneAxes coronal = standard_axes(StandardPlane::coronal);
  CHECK(same(native({1, 0, 0}, {0, 0, -1}), coronal));
  CHECK(same(native({-1, 0, 0}, {0, 0, 1}), coronal));
}

TEST_CASE("a_tilted_plane_stays_as_acquired_and_says_so") {
  const double c = std::cos(radians_from_degrees(20)), s = std::sin(radians_from_degrees(20));
  // Axial, its back edge raised towards the head, stored upside down.
  const PlaneAxes tilted = native({-1, 0, 0}, {0, -c, -s});
  CHECK(nearest_standard(tilted.away()) == StandardPlane::axial);
  CHECK(same(tilted, {{1, 0, 0}, {0, c, s}}));
  CHECK(edges(tilted) == "R L AF PH");

  // A sagittal plane turned 20 degrees about the head-foot axis.
  const PlaneAxes turned = native({s, c, 0}, {0, 0, -1});
  CHECK(nearest_standard(turned.away()) == StandardPlane::sagittal);
  CHECK(edges(turned) == "AR PL H F");
}

TEST_CASE("letters_come_largest_first_and_small_tilts_have_none") {
  CHECK(orientation_letters({0.8, 0.5, 0.33}) == "LPH");
  CHECK(orientation_letters({-0.5, 0.33, -0.8}) == "FRP");
  const auto tilted = [](double degrees) {
    return dvec3(0, std::sin(radians_from_degrees(degrees)),
                 std::cos(radians_from_degrees(degrees)));
  };
  CHECK(orientation_letters(tilted(5)) == "H");
  CHECK(orientation_letters(tilted(7)) == "HP");
  CHECK(orientation_letters(tilted(-7)) == "HA");
}

TEST_CASE("a_pane_is_cut_around_its_centre_in_millimetres") {
  const PlaneView view{standard_axes(StandardPlane::axial), {10, 20, 30}, 0.5};
  const Affine<World, Pane> map = world_from_pane(view, {100, 60});
  CHECK(near(map({50, 30, 0}), {10, 20, 30}));
  CHECK(near(map({0, 0, 0}), {10 - 25, 20 - 15, 30}));
  CHECK(near(map({100, 30, 0}), {10 + 25, 20, 30}));  // the right edge is the patient's left
  CHECK(near(map({50, 30, 1}), {10, 20, 29}));        // the viewer is at the feet

  const PlaneView coronal{standard_axes(StandardPlane::coronal), {0, 0, 0}, 2};
  CHECK(near(world_from_pane(coronal, {11, 7})({0, 0, 0}), {-11, 0, 7}));
}

TEST_CASE("a_stack_just_fits_into_its_pane") {
  // The box is x -1.25…3.75, y -5…15, z 27…51 around (1.25, 5, 39): 5 × 20 × 24 mm.
  const auto corners = stack().corners();
  const dvec3 centre(1.25, 5, 39);
  const auto fit = [&](StandardPlane plane, ExtentPx pane) {
    return fitting_mm_per_px(standard_axes(plane), centre, corners, pane);
  };
  CHECK(fit(StandardPlane::axial, {100, 100}) == doctest::Approx(20.0 / 100));
  CHECK(fit(StandardPlane::axial, {10, 100}) == doctest::Approx(5.0 / 10));
  CHECK(fit(StandardPlane::sagittal, {100, 100}) == doctest::Approx(24.0 / 100));
}

TEST_CASE("slices_count_towards_head_left_and_front") {
  CHECK(counting_normal(standard_axes(StandardPlane::axial)) == dvec3(0, 0, 1));
  CHECK(counting_normal(standard_axes(StandardPlane::sagittal)) == dvec3(1, 0, 0));
  CHECK(counting_normal(standard_axes(StandardPlane::coronal)) == dvec3(0, -1, 0));
}

TEST_CASE("steps_lead_from_slice_to_slice") {
  const Geometry regular = stack();  // slices at z = 30, 36, 42, 48
  const dvec3 head(0, 0, 1);
  CHECK(step_mm(regular, {0, 0, 30}, head, 1) == doctest::Approx(6));
  CHECK(step_mm(regular, {0, 0, 30}, head, -2) == doctest::Approx(-12));
  CHECK(step_mm(regular, {0, 0, 33}, head, 1) == doctest::Approx(3));
  CHECK(step_mm(regular, {0, 0, 33}, head, -1) == doctest::Approx(-3));
  CHECK(step_mm(regular, {0, 0, 32}, head, 2) == doctest::Approx(10));
  CHECK(step_mm(regular, {0, 0, 32}, -head, 1) == doctest::Approx(2));
  CHECK(step_mm(regular, {0, 0, 32}, head, 0) == 0);
  // At 30 degrees to the normal the way to the next slice is longer.
  CHECK(step_mm(regular, {0, 0, 30}, {0.5, 0, std::sqrt(0.75)}, 1) ==
        doctest::Approx(6 / std::sqrt(0.75)));
  // Across the slices it goes by columns (0.5 mm) and rows (2 mm).
  CHECK(step_mm(regular, {0, 0, 33}, {1, 0, 0}, 1) == doctest::Approx(0.5));
  CHECK(step_mm(regular, {0, 0, 33}, {0, -1, 0}, 1) == doctest::Approx(2));
}

TEST_CASE("steps_follow_uneven_slices") {
  const Geometry uneven = stack({0, 1, 3, 4});  // slices at z = 30, 36, 48, 54
  const dvec3 head(0, 0, 1);
  CHECK(step_mm(uneven, {0, 0, 36}, head, 1) == doctest::Approx(12));
  CHECK(step_mm(uneven, {0, 0, 45}, head, 1) == doctest::Approx(3));
  CHECK(step_mm(uneven, {0, 0, 45}, head, -1) == doctest::Approx(-9));
  CHECK(step_mm(uneven, {0, 0, 30}, head, 3) == doctest::Approx(24));
  CHECK(step_mm(uneven, {0, 0, 54}, head, 2) == doctest::Approx(12));  // beyond the end
  CHECK(step_mm(uneven, {0, 0, 30}, head, -1) == doctest::Approx(-6));
}
