// Dates seen alike: framed and upright as one, in one contrast and of one sharpness; on made-up
// stacks whose places are known.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/view/annotation.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::three_dates;

namespace {

bool at_one_place(const dvec3& a, const dvec3& b) {
  return glm::length(a - b) < 1e-9;
}

}  // namespace

TEST_CASE("the_body_is_framed_and_not_the_field_of_view") {
  ComparedRow row = three_dates();
  row.dates[0].outline = {{-20, -30, 10}, {30, 30, 20}, {0, 10, 80}};
  const ViewState view = home_view(row);
  const PlaneView plane = plane_view(row, view, own_plane, {500, 300});
  // 60 mm from front to back, and a margin.
  CHECK(plane.mm_per_px == doctest::Approx(60.0 / 300 * 1.06));
  CHECK(at_one_place(plane.centre, {5, 0, 45}));  // the slice nearest to the middle of 10 … 80
  // Dates that arrive or are lined up change nothing.
  row.dates[1].pose.translation = {4, 5, 3};
  row.dates[2].volume.reset();
  const PlaneView later = plane_view(row, home_view(row), own_plane, {500, 300});
  CHECK(at_one_place(later.centre, plane.centre));
  CHECK(later.mm_per_px == plane.mm_per_px);
}

TEST_CASE(
    "the_slice_whose_plane_is_seen_stays_while_its_date_is_lined_up_and_the_picture_upright") {
  ComparedRow row = three_dates();
  ViewState view = home_view(row);
  const PanePlan plan{{0, 0, 400, 300}, own_plane, 0};
  const auto scan_from_pane = [&] {
    const PaneInput pane = pane_input(row, view, plan);
    return pane.layers[0].scan_from_world * pane.world_from_pane;
  };
  const double slice_mm = scan_from_pane()({200, 150, 0}).z;
  const RigidPose was = row.dates[0].pose;
  row.dates[0].pose = {rotation_from_vector({0.05, -0.1, 0.2}), {3, 4, 5}};
  view.point = inverse(row.dates[0].pose)(was(view.point));
  for (const double x : {0.0, 400.0}) {
    for (const double y : {0.0, 300.0}) {
      CHECK(scan_from_pane()({x, y, 0}).z == doctest::Approx(slice_mm));
    }
  }
  // Upright, although the patient lay turned by 11 degrees on the date whose plane is seen.
  const EdgeLetters letters = edge_letters(native_axes(row));
  CHECK(letters.top == "A");
  CHECK(letters.left == "RH");  // the plane is tilted, and the picture not turned in it
}

TEST_CASE("headers_tell_the_plane_before_anything_is_read") {
  ComparedRow row = three_dates();
  row.dates[2].volume.reset();
  row.dates[2].facts.slice_spacing_mm = 6;
  CHECK(coarsest_date(row) == 2);
  row.dates[2].problem = "cannot be read";
  CHECK(coarsest_date(row) == 0);
}

TEST_CASE("a_sharper_date_is_averaged_to_the_coarsest_date_s_slices") {
  const ComparedRow row = three_dates();
  CHECK(at_one_place(averaged_mm(row, row.dates[0]), {0, 0, 0}));
  // 3 mm slices and a mean over 4 mm are as blurred as 5 mm slices.
  CHECK(at_one_place(glm::abs(averaged_mm(row, row.dates[1])), {0, 0, 4}));
  ViewState view = home_view(row);
  const PanePlan plan{{0, 0, 400, 300}, own_plane, 1};
  CHECK(glm::length(pane_input(row, view, plan).layers[0].averaged_mm) == doctest::Approx(4));
  const auto said = [&] { return annotate(row, view, plan, DateStyle::year).lines; };
  CHECK(std::ranges::count(said(), "averaged over 4.0 mm, as sharp as 5 mm slices") == 1);
  view.matched = false;
  CHECK(glm::length(pane_input(row, view, plan).layers[0].averaged_mm) == 0);
  CHECK(std::ranges::count(said(), "full sharpness") == 1);
}

TEST_CASE("where_asked_a_sharper_date_is_averaged_to_the_largest_pixels_too") {
  ComparedRow row = three_dates();
  // 1 mm pixels and a mean over 4/3 mm are as blurred as 5/3 mm pixels (3, 4, 5).
  Volume coarse = *row.dates[2].volume;
  coarse.geometry.scan_from_voxel.matrix[0] *= 5.0 / 3;
  coarse.geometry.scan_from_voxel.matrix[1] *= 5.0 / 3;
  row.dates[2].volume = std::make_shared<const Volume>(std::move(coarse));
  ViewState view = home_view(row);
  const PanePlan plan{{0, 0, 400, 300}, own_plane, 1};
  const auto lines = [&] { return pane_input(row, view, plan).layers[0].averaged_in_plane_mm; };
  CHECK(glm::length(lines()[0]) == 0);
  view.matched_in_plane = true;
  for (const dvec3& line : lines()) {
    CHECK(glm::length(line) == doctest::Approx(4.0 / 3));
    CHECK(std::abs(glm::dot(line, slice_normal(row.dates[0]))) < 1e-9);
  }
  CHECK(glm::length(averaged_in_plane(row, row.dates[2]).averaged_mm[0]) == 0);
  const char* const said = "averaged over 1.3 mm in the plane, as sharp as 1.7 mm pixels";
  CHECK(std::ranges::count(annotate(row, view, plan, DateStyle::year).lines, said) == 1);
  view.matched = false;
  CHECK(glm::length(lines()[0]) == 0);
}

TEST_CASE("an_equalised_date_is_seen_in_the_reference_s_window_and_raw_in_its_own") {
  ComparedRow row = three_dates();
  row.dates[0].window = {500, 800};
  row.dates[1].window = {1000, 3000};
  row.dates[1].contrast = ContrastFit{};
  row.dates[1].contrast->bend = 64;
  row.dates[1].contrast_known = row.dates[2].contrast_known = true;
  for (std::size_t k = 0; k < 8; ++k) {
    row.dates[1].contrast->curve.knots[k] = {100.0 * double(k), 50.0 * double(k)};
  }
  ViewState view = home_view(row);
  view.window_stretch = 0.5;
  const PanePlan plan{{0, 0, 400, 300}, own_plane, 1};
  const auto layer = [&] { return pane_input(row, view, plan).layers[0]; };
  const auto said = [&](double at) {
    return annotate(row, view, {plan.rect_px, own_plane, at}, DateStyle::year).lines;
  };
  REQUIRE(layer().curve);
  CHECK((*layer().curve)(300) == doctest::Approx(150));
  CHECK(layer().window.level == doctest::Approx(500));
  CHECK(layer().window.width == doctest::Approx(400));
  CHECK(std::ranges::count(said(1), "contrast equalised to 2011, greys changed by 8\u00a0%") == 1);
  CHECK(std::ranges::count(said(0.5), "contrast equalised to 2011") == 1);
  CHECK(std::ranges::count(said(1.5), "2017: contrast equalised to 2011") == 1);
  CHECK(std::ranges::count_if(said(2), [](const std::string& line) {
          return line.starts_with("contrast as scanned: its greys have too little in common");
        }) == 1);
  view.equalised = false;
  CHECK_FALSE(layer().curve);
  CHECK(layer().window.level == doctest::Approx(1000));
  CHECK(std::ranges::count(said(1), "contrast as scanned") == 1);
  CHECK(std::ranges::count(said(1.5), "contrast as scanned") == 1);
}
