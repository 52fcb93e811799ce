// What is drawn at places of a pane, on made-up stacks whose places are known.
#include <doctest/doctest.h>

#include "app/film/film_plan.h"
#include "app/view/annotation.h"
#include "app/view/place_in_scan.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::three_dates;
using lv::test::three_dates_open;

namespace {

constexpr RectPx pane_px{0, 0, 400, 300};

Marks marks_at(const ComparedRow& row, const ViewState& view, ShownPlane plane, double position) {
  return marks_of(row, view, {pane_px, plane, position}, DateStyle::year);
}

std::vector<std::string> words_of_notes(const Marks& marks) {
  std::vector<std::string> words;
  for (const PaneNote& note : marks.notes) {
    words.insert(words.end(), note.lines.begin(), note.lines.end());
  }
  return words;
}

/// 2019, one voxel of which holds 412: column 62, row 43, slice 21 lie at (12.5, -6.5, 53).
ComparedRow with_a_bright_voxel() {
  ComparedRow row = three_dates();
  Volume volume = *row.dates[2].volume;
  volume.samples[62 + 100 * (43 + 100 * 21)] = 412;
  row.dates[2].volume = std::make_shared<const Volume>(std::move(volume));
  return row;
}

}  // namespace

TEST_CASE("at_a_point_each_date_says_its_value_and_where_that_is_for_its_scanner") {
  const ComparedRow row = with_a_bright_voxel();
  ViewState view = home_view(row);
  // 2019 lies 20 mm lower: its z = 53 is 73 in the reference.
  const dvec3 point(12.5, -6.5, 73);
  CHECK(measured_text(row.dates[2], view, point) == "412 at L 12.5 A 6.5 H 53.0 mm");
  CHECK(measured_text(row.dates[2], view, point + dvec3(1, 0, 0)) == "1 at L 13.5 A 6.5 H 53.0 mm");
  CHECK(measured_text(row.dates[0], view, point) == "1 at L 12.5 A 6.5 H 73.0 mm");
  // The last slice of 2019 ends 1.5 mm above z = 77, which is 98.5 in the reference.
  CHECK(measured_text(row.dates[2], view, {0, 0, 98.4}) == "1 at L 0.0 P 0.0 H 78.4 mm");
  CHECK(measured_text(row.dates[2], view, {0, 0, 98.6}) == "not scanned");
  CHECK(measured_text(row.dates[2], view, {50.1, 0, 73}) == "not scanned");
}

TEST_CASE("the_crosshair_of_a_grid_stands_at_the_same_point_of_every_date") {
  const ComparedRow row = with_a_bright_voxel();
  ViewState view = home_view(row);
  view.look = Look::grid;
  view.point = {12.5, -6.5, 73};
  CHECK_FALSE(marks_at(row, view, StandardPlane::axial, 2).crosshair_px);
  view.pointing = true;
  const Marks marks = marks_at(row, view, StandardPlane::axial, 2);
  REQUIRE(marks.crosshair_px);
  const PlaneView plane = plane_view(row, view, StandardPlane::axial, pane_px.extent());
  const dvec3 there = world_from_pane(plane, pane_px.extent())(dvec3(*marks.crosshair_px, 0));
  CHECK(glm::length(there - view.point) < 1e-9);
  CHECK(words_of_notes(marks) == std::vector<std::string>{"412 at L 12.5 A 6.5 H 53.0 mm"});
  view.look = Look::fade;  // one pane: of all dates
  CHECK(words_of_notes(marks_at(row, view, StandardPlane::axial, 2)).size() == 3);
}

TEST_CASE("a_ruler_has_a_length_only_on_the_date_on_which_it_was_drawn") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "point 0 0 50"));
  REQUIRE(act(s, "ruler 1 0 0 50 30 40 50"));
  const auto words = [&](double position) {
    return words_of_notes(marks_at(s.row->row, s.view.state, StandardPlane::axial, position));
  };
  CHECK(words(0) == std::vector<std::string>{"50.0 mm"});
  CHECK(words(1) == std::vector<std::string>{"the line of 2011"});
  REQUIRE(act(s, "ruler 2 0 0 50 30 0 50"));
  CHECK(words(0) == std::vector<std::string>{"50.0 mm"});
  CHECK(words(1) == std::vector<std::string>{"30.0 mm"});
  REQUIRE(act(s, "look swipe"));
  // Which date is on which side of the seam, then the rulers.
  CHECK(words(0.5) == std::vector<std::string>{"2011", "2017", "2011: 50.0 mm", "2017: 30.0 mm"});
  REQUIRE(act(s, "point 0 0 56"));  // more than half a slice away
  CHECK(words(0.5).size() == 2);
  CHECK_FALSE(act(s, "ruler 4 0 0 50 30 0 50"));
}

TEST_CASE("acquired_slices_are_lines_at_their_places_in_a_plane_across_them") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  view.point = {0, 0, 51};  // next to slice 10 of 2011, at z = 50
  view.slices_shown = true;
  const Marks marks = marks_at(row, view, StandardPlane::coronal, 0);
  const PlaneView plane = plane_view(row, view, StandardPlane::coronal, pane_px.extent());
  const auto world = world_from_pane(plane, pane_px.extent());
  REQUIRE(marks.lines.size() == 20);
  for (int k = 0; k < 20; ++k) {
    const PaneLine& line = marks.lines[static_cast<std::size_t>(k)];
    const dvec3 from = world(dvec3(line.from_px, 0)), to = world(dvec3(line.to_px, 0));
    CHECK(from.z == doctest::Approx(5 * k));
    CHECK(to.z == doctest::Approx(5 * k));
    CHECK(std::min(from.x, to.x) == doctest::Approx(-50));
    CHECK(std::max(from.x, to.x) == doctest::Approx(50));
    CHECK((line.kind == PaneLine::Kind::nearest_slice) == (k == 10));
  }
  CHECK(marks_at(row, view, StandardPlane::axial, 0).lines.empty());
}

TEST_CASE("inside_the_lens_the_other_date_of_the_pair_is_seen") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  view.look = Look::lens;
  view.lens = {0.25, 0.5};
  const PanePlan plan{pane_px, own_plane, 0.2};
  std::vector<PaneInput> panes;
  add_panes(panes, row, view, plan);
  REQUIRE(panes.size() == 2);
  CHECK(panes[0].mixture == 0);  // 2011 alone, and in the lens 2017 alone
  CHECK(panes[1].mixture == 1);
  CHECK(panes[1].spot.from_px == vec3(100, 150, 0));
  CHECK(panes[1].spot.radius_px == doctest::Approx(0.17 * 300));
  CHECK(words_of_notes(marks_of(row, view, plan, DateStyle::year)) ==
        std::vector<std::string>{"2017"});
  CHECK(date_text(row, fade_pair(row, 0.2), DateStyle::year, Look::lens) ==
        "2011, in the lens 2017");
  CHECK(date_text(row, fade_pair(row, 0.8), DateStyle::year, Look::lens) ==
        "2017, in the lens 2011");
  view.layout = Layout::three;  // only where the pointer is
  view.pointed_plane = StandardPlane::coronal;
  CHECK_FALSE(lens_of(view, {pane_px, StandardPlane::axial, 0.2}));
  CHECK(lens_of(view, {pane_px, StandardPlane::coronal, 0.2}));
}

TEST_CASE("in_a_film_the_lens_goes_through_the_picture") {
  const FilmPlan plan(2, Look::lens);
  double least = 1, greatest = 0;
  for (double t = 0; t < plan.duration_s(); t += 0.1) {
    const FilmMoment moment = plan.at(t);
    if (moment.look != Look::lens) continue;
    least = std::min(least, moment.seam), greatest = std::max(greatest, moment.seam);
  }
  CHECK(least < 0.05);
  CHECK(greatest > 0.95);
}

TEST_CASE("parts_of_a_body_are_rings_as_large_as_they_lie_apart_near_the_plane_alone") {
  ComparedRow row = three_dates();
  ViewState view = home_view(row);
  const dvec3 here = view.point;
  // Two one behind the other, one beside them, one in another slice.
  row.dates[1].alignment.verdict.parts = {{here + dvec3(0, 0, 15), 4.0},
                                          {here + dvec3(2, 0, 3), 1.5},
                                          {here + dvec3(40, 0, 0), 3.0},
                                          {here + dvec3(-40, 0, 25), 2.0}};
  CHECK(marks_at(row, view, StandardPlane::axial, 1).parts.empty());
  view.levels_shown = true;
  CHECK(marks_at(row, view, StandardPlane::axial, 0).parts.empty());
  const Marks marks = marks_at(row, view, StandardPlane::axial, 1);
  REQUIRE(marks.parts.size() == 2);
  CHECK(marks.parts[0].text == "3.0 mm");
  CHECK(marks.parts[1].text == "1.5 mm");
  const double mm_per_px = plane_view(row, view, StandardPlane::axial, pane_px.extent()).mm_per_px;
  CHECK(marks.parts[0].radius_px == doctest::Approx(3.0 / mm_per_px));
  // The patient's left, x, is on the right of the picture.
  CHECK(marks.parts[0].at_px.x - marks.parts[1].at_px.x == doctest::Approx(38 / mm_per_px));
  row.dates[1].levels.push_back({});
  CHECK(marks_at(row, view, StandardPlane::axial, 1).parts.empty());
}
