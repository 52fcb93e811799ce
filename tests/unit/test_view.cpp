// Rows, views and what is written on panes, on made-up stacks whose places are known.
#include <doctest/doctest.h>

#include "app/row/facts.h"
#include "app/row/known_poses.h"
#include "app/view/annotation.h"
#include "app/view/doubt.h"
#include "app/view/focus_view.h"
#include "app/view/playback.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::axial_date;
using lv::test::three_dates;

namespace {

bool near(const dvec3& a, const dvec3& b) {
  return glm::length(a - b) < 1e-9;
}

}  // namespace

TEST_CASE("what_is_not_known_of_contrast_agent_is_no_difference_unless_one_date_had_it") {
  const auto between = [](const char* first, const char* second) {
    DateFacts a, b;
    a.contrast = first;
    b.contrast = second;
    return differences_text(a, b);
  };
  const char *unknown = "contrast agent not known", *none = "no contrast agent",
             *given = "after contrast agent";
  CHECK(between(none, given) == given);
  CHECK(between(given, none) == none);
  CHECK(between(unknown, none).empty());
  CHECK(between(none, unknown).empty());
  CHECK(between(unknown, given) == "contrast agent not known → after contrast agent");
}

TEST_CASE("other_slices_are_told_and_other_gaps_between_them") {
  const auto between = [](double first_mm, double first_apart_mm, double mm, double apart_mm) {
    DateFacts a, b;
    a.thickness_mm = first_mm;
    a.slice_spacing_mm = first_apart_mm;
    b.thickness_mm = mm;
    b.slice_spacing_mm = apart_mm;
    return differences_text(a, b);
  };
  CHECK(between(5, 5, 3, 3) == "5 → 3 mm slices");
  CHECK(between(5, 6, 5, 5) == "6 → 5 mm apart");
  CHECK(between(5, 6, 3, 3) == "5 → 3 mm slices · 6 → 3 mm apart");
  CHECK(between(4, 4.4, 4.4, 4.8) == "4 → 4.4 mm slices");
}

TEST_CASE("the_fade_position_names_two_neighbouring_dates_and_their_mixture") {
  const ComparedRow row = three_dates();
  const FadePair between = fade_pair(row, 1.25);
  CHECK(between.first == 1);
  CHECK(between.second == 2);
  CHECK(between.mixture == doctest::Approx(0.25));
  CHECK(fade_pair(row, 2).second == 2);
  CHECK(fade_pair(row, 2).mixture == doctest::Approx(1));
  CHECK(fade_pair(row, -3).first == 0);
  CHECK(fade_pair(row, 9).mixture == doctest::Approx(1));
}

TEST_CASE("a_mixture_is_named_as_one_and_never_as_a_date_between") {
  const ComparedRow row = three_dates();
  CHECK(date_text(row, fade_pair(row, 0), DateStyle::exact) == "1 Jan 2011");
  CHECK(date_text(row, fade_pair(row, 0), DateStyle::year) == "2011");
  CHECK(date_text(row, fade_pair(row, 0.4), DateStyle::year) ==
        "mixture of 2011 and 2017, 6 years apart, 40 %");
  CHECK(date_text(row, fade_pair(row, 0), DateStyle::year, Look::swipe) == "2011 | 2017");
  CHECK(date_text(row, fade_pair(row, 0), DateStyle::year, Look::difference) ==
        "difference of 2011 and 2017");
  CHECK(date_text(row, fade_pair(row, 1.5), DateStyle::exact) ==
        "mixture of 1 Jan 2017 and 1 Jan 2019, 2 years apart, 50 %");
}

TEST_CASE("the_middle_is_that_of_what_all_dates_cover") {
  // Along z, half a slice beyond the outer centres, in the reference's space:
  // 2011 -2.5..97.5, 2017 8.5..98.5, 2019 (-11.5..78.5) + 20 = 8.5..98.5; common 8.5..97.5.
  const ComparedRow row = three_dates();
  const CommonRange range = common_range(row, {0, 0, 1});
  CHECK(range.least == doctest::Approx(8.5));
  CHECK(range.greatest == doctest::Approx(97.5));
  CHECK(near(common_centre(row, standard_axes(StandardPlane::axial)), {0, 0, 53}));
}

TEST_CASE("the_rows_own_plane_is_that_of_its_coarsest_date") {
  ComparedRow row = three_dates();
  CHECK(coarsest_date(row) == 0);
  // Turn the coarsest date's stack by 90 degrees about x: its slices are coronal in the reference's
  // space.
  row.dates[0].pose.rotation = glm::angleAxis(pi / 2, dvec3(1, 0, 0));
  CHECK(nearest_standard(native_axes(row).away()) == StandardPlane::coronal);
}

TEST_CASE("a_row_opens_on_the_acquired_slice_nearest_to_the_middle_that_all_dates_cover") {
  // The middle of the coarsest date is z = 47.5; its slices lie at 0, 5, 10 …
  ComparedRow row = three_dates();
  CHECK(near(home_view(row).point, {0, 0, 50}));
  // 2019 then begins at 8.5 + 60.
  row.dates[2].pose.translation = {0, 0, -80};
  CHECK(near(home_view(row).point, {0, 0, 70}));
}

TEST_CASE("a_hand_moves_the_date_and_not_what_the_view_looks_at") {
  ComparedRow row = three_dates();
  const dvec3 home = home_view(row).point;
  row.dates[0].pose_before_hand = row.dates[0].pose;  // the coarsest, whose plane is the row's own
  row.dates[0].pose = {glm::angleAxis(pi / 2, dvec3(1, 0, 0)), {30, 0, 0}};
  CHECK(nearest_standard(native_axes(row).away()) == StandardPlane::axial);
  CHECK(near(home_view(row).point, home));
}

TEST_CASE("scrolling_moves_by_whole_slices_of_the_coarsest_date_and_stops_at_the_end") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  view.point = {0, 0, 50};  // on the coarsest date's slice 10
  scroll(row, view, own_plane, 1);
  CHECK(view.point.z == doctest::Approx(55));
  scroll(row, view, own_plane, -3);
  CHECK(view.point.z == doctest::Approx(40));
  scroll(row, view, own_plane, 100);
  CHECK(view.point.z == doctest::Approx(97));  // the last slice of any date
}

TEST_CASE("every_pane_cuts_through_the_point_and_pans_with_the_hand") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  view.point = {12, -7, 33};
  for (const ShownPlane kind :
       {StandardPlane::axial, StandardPlane::sagittal, StandardPlane::coronal}) {
    const PlaneView plane = plane_view(row, view, kind, {400, 300});
    CHECK(std::abs(glm::dot(plane.centre - view.point, plane.axes.away())) < 1e-9);
  }
  const PlaneView before = plane_view(row, view, StandardPlane::axial, {400, 300});
  view.pan_mm = {10, 0};  // the picture moves right: what is in the middle lay left of it
  const PlaneView after = plane_view(row, view, StandardPlane::axial, {400, 300});
  CHECK(near(after.centre, before.centre - before.axes.right * 10.0));
  view.zoom = 2;
  CHECK(plane_view(row, view, StandardPlane::axial, {400, 300}).mm_per_px ==
        doctest::Approx(before.mm_per_px / 2));
}

TEST_CASE("a_hand_moves_and_turns_the_picture_as_it_is_seen") {
  const RigidPose pose{rotation_from_vector({0.1, -0.2, 0.3}), {5, 6, 7}};
  const dvec3 centre(10, 20, 30), seen(12, -7, 33);
  // What was seen at a place is then seen 3 mm to the patient's left and 1 mm further back.
  const RigidPose shifted = picture_moved(pose, {{3, 1, 0}, {}}, centre);
  CHECK(near(shifted(seen + dvec3(3, 1, 0)), pose(seen)));
  // Clockwise in an axial view (right is +x, down is +y): what was right of the centre is below it.
  const double quarter = pi / 2;
  const RigidPose turned = picture_moved(pose, {{}, {0, 0, quarter}}, centre);
  CHECK(near(turned(centre + dvec3(0, 4, 2)), pose(centre + dvec3(4, 0, 2))));
}

// Outlines are found within 0.05 px, which is up to 0.1 mm here: 0.5 % of what they are compared
// with.
TEST_CASE("the_focus_is_seen_as_a_circle_where_its_ball_meets_the_plane") {
  ComparedRow row = three_dates();
  row.focus = RowFocus{{12, -7, 33}, 30, 0, std::vector<DateFocus>(3)};
  ViewState view = home_view(row);
  const PanePlan plan{{0, 0, 400, 300}, StandardPlane::axial, 0};
  view.point = {0, 0, 33 + 18};  // 18 mm above the middle of the ball: 30² - 18² = 24²
  const auto circle = focus_shape(row, view, plan);
  REQUIRE(circle);
  const PlaneView plane = plane_view(row, view, StandardPlane::axial, {400, 300});
  const auto world_from_px = world_from_pane(plane, {400, 300});
  for (const dvec2& px : circle->outline_px) {
    const dvec3 point = world_from_px(dvec3(px, 0.0));
    CHECK(glm::length(point - dvec3(12, -7, 33 + 18)) == doctest::Approx(24).epsilon(0.005));
  }
  CHECK_FALSE(focus_input(row, view, plan).has_value());  // no date is lined up there yet
  row.focus->dates[0] = {DateFocus::State::found, RigidPose{{1, 0, 0, 0}, {1, 2, 3}}, false};
  const auto input = focus_input(row, view, plan);
  REQUIRE(input);
  CHECK(near(input->layers[0].scan_from_world(dvec3(0.0)), {1, 2, 3}));
  CHECK(input->spot.radius_px == doctest::Approx(30 / plane.mm_per_px));
  std::vector<PaneInput> panes;
  add_panes(panes, row, view, plan);
  REQUIRE(panes.size() == 2);  // the dates as a whole are darker than what is drawn over them
  CHECK(panes[0].brightness < panes[1].brightness);
  CHECK(panes[1].spot.radius_px == input->spot.radius_px);
  view.point = {0, 0, 33 + 31};
  CHECK_FALSE(focus_shape(row, view, plan).has_value());
}

TEST_CASE("a_focus_along_the_spine_is_a_tube_and_seen_as_one") {
  ComparedRow row = three_dates();
  row.focus = RowFocus{{12, -7, 33}, 30, 50, std::vector<DateFocus>(3)};
  const SampleWeight weight = weighting_of(focus_of(*row.focus));
  CHECK(weight({12, -7 + 29, 33 - 50}) == 1.0);
  CHECK(weight({12, -7, 33 + 79}) == 1.0);
  CHECK(weight({12, -7, 33 + 89}) == 0.0);
  CHECK(weight({12 + 39, -7, 33}) == 0.0);
  const auto outline = [&](ShownPlane kind, const dvec3& point) {
    ViewState view = home_view(row);
    view.point = point;
    const PanePlan plan{{0, 0, 400, 300}, kind, 0};
    const auto shape = focus_shape(row, view, plan);
    const PlaneView plane = plane_view(row, view, kind, {400, 300});
    std::vector<dvec3> points;
    if (!shape) return points;
    for (const dvec2& px : shape->outline_px) {
      points.push_back(world_from_pane(plane, {400, 300})(dvec3(px, 0.0)));
    }
    return points;
  };
  // Sagittal, 18 mm beside the line: within 24 mm of it, from 50 mm below to 50 mm above.
  double lowest = 1e9, highest = -1e9, front = 1e9, back = -1e9;
  for (const dvec3& p : outline(StandardPlane::sagittal, {12 + 18, 0, 0})) {
    const double along = std::clamp(p.z, 33.0 - 50, 33.0 + 50);
    CHECK(glm::length(dvec2(p.y + 7, p.z - along)) == doctest::Approx(24).epsilon(0.005));
    lowest = std::min(lowest, p.z), highest = std::max(highest, p.z);
    front = std::min(front, p.y), back = std::max(back, p.y);
  }
  CHECK(lowest == doctest::Approx(33 - 74).epsilon(0.005));
  CHECK(highest == doctest::Approx(33 + 74).epsilon(0.005));
  CHECK(front == doctest::Approx(-7 - 24).epsilon(0.005));
  CHECK(back == doctest::Approx(-7 + 24).epsilon(0.005));
  for (const dvec3& p : outline(StandardPlane::axial, {0, 0, 33 + 40})) {  // cut across: a circle
    CHECK(glm::length(dvec2(p) - dvec2(12, -7)) == doctest::Approx(30).epsilon(0.005));
  }
  CHECK(outline(StandardPlane::axial, {0, 0, 33 + 81}).empty());
}

TEST_CASE("windows_never_turn_all_black_or_all_white") {
  ViewState view;
  view.window_shift = 50;
  view.window_stretch = 1e-9;
  limit_window(view);
  // The window [level - width/2, level + width/2] still overlaps the date's own window [-1/2, 1/2].
  CHECK(view.window_shift - view.window_stretch / 2 < 0.5);
  CHECK(view.window_stretch > 0);
  view.window_shift = -50;
  limit_window(view);
  CHECK(view.window_shift + view.window_stretch / 2 > -0.5);
}

TEST_CASE("panes_fill_the_area_without_overlap") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  const RectPx area{10, 20, 801, 603};
  for (const auto& [layout, look, count] :
       {std::tuple(Layout::one, Look::fade, 1), std::tuple(Layout::three, Look::fade, 3),
        std::tuple(Layout::one, Look::grid, 3)}) {
    view.layout = layout;
    view.look = look;
    const auto panes = plan_panes(row, view, area);
    CHECK(panes.size() == count);
    for (std::size_t a = 0; a < panes.size(); ++a) {
      const RectPx& r = panes[a].rect_px;
      CHECK(r.x >= area.x);
      CHECK(r.y >= area.y);
      CHECK(r.x + r.width <= area.x + area.width);
      CHECK(r.y + r.height <= area.y + area.height);
      CHECK(r.width * r.height > 801 * 603 / 8);
      for (std::size_t b = 0; b < a; ++b) {
        const RectPx& q = panes[b].rect_px;
        CHECK((r.x >= q.x + q.width || q.x >= r.x + r.width || r.y >= q.y + q.height ||
               q.y >= r.y + r.height));
      }
    }
  }
}

TEST_CASE("a_pane_says_side_cut_source_and_slices") {
  ComparedRow row = three_dates();
  ViewState view = home_view(row);
  view.point = {0, 0, 40};  // slice 8 of 20; instance numbers run backwards: 12
  PanePlan plan{{0, 0, 400, 300}, own_plane, 0};
  PaneAnnotation pane = annotate(row, view, plan, DateStyle::exact);
  REQUIRE(pane.lines.size() == 4);
  CHECK(pane.lines[0] == "patient's LEFT is on the right");
  CHECK(pane.lines[1] == "native plane");
  CHECK(pane.lines[2] == "series 3, image 12");
  ComparedRow nameless = row;
  nameless.dates[0].facts.series.clear();
  CHECK(annotate(nameless, view, plan, DateStyle::exact).lines[2] == "image 12");
  CHECK(pane.letters.left == "R");
  CHECK(pane.letters.top == "A");
  plan.plane = StandardPlane::sagittal;
  view.point = {23, 0, 40};  // LPS: +x is the patient's left
  pane = annotate(row, view, plan, DateStyle::exact);
  CHECK(pane.lines[0] == "23 mm to the patient's LEFT of the scan's middle");
  CHECK(pane.lines[1] == "interpolated view, reformatted");
  CHECK(pane.letters.left == "A");
  plan.position = 0.5;
  pane = annotate(row, view, plan, DateStyle::year);  // a mixture: of each date its cut and slices
  REQUIRE(pane.lines.size() == 6);
  CHECK(pane.lines[1] == "2011: interpolated view, reformatted");
  CHECK(pane.lines[2] == "2017: interpolated view, reformatted");
  CHECK(pane.lines[5] == "2017: averaged over 4.0 mm, as sharp as 5 mm slices");
}

TEST_CASE("of_a_mixture_the_chip_tells_the_date_that_is_lined_up_and_not_the_reference") {
  ComparedRow row = three_dates();
  const ViewState view = home_view(row);
  row.dates[1].state = AlignmentState::settled;
  row.dates[1].alignment.verdict.kind = VerdictKind::good;
  row.dates[1].alignment.verdict.uncertainty_mm = 0.3;
  const auto chip = [&](double position) {
    return annotate(row, view, {{0, 0, 400, 300}, own_plane, position}, DateStyle::exact).chip;
  };
  CHECK(chip(0) == "the reference");
  CHECK(chip(0.3) == "lined up within ½ mm");
  row.dates[1].alignment.verdict.kind = VerdictKind::doubtful;
  CHECK(chip(0.3) == "check position");
  CHECK(chip(1.7) == "check position");  // whatever is said of the other one
}

TEST_CASE("beyond_the_last_slice_of_a_date_it_is_said_that_nothing_was_scanned") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  const PanePlan pane{{0, 0, 400, 400}, own_plane, 1.0};  // 2017: slices from 10 to 97 mm
  view.point.z = 11;
  CHECK(annotate(row, view, pane, DateStyle::exact).lines[1] ==
        "interpolated view, 1.0 mm from the nearest slice");
  view.point.z = 5;
  CHECK(annotate(row, view, pane, DateStyle::exact).lines[1] == "not scanned on 1 Jan 2017");
  scroll(row, view, own_plane, -100);
  CHECK(view.point.z == doctest::Approx(0));  // the lowest slice of all, of 2011
  scroll(row, view, own_plane, 100);
  CHECK(view.point.z == doctest::Approx(97));  // the highest, of 2017
}

TEST_CASE("makers_are_named_as_people_say_them") {
  const auto named = [](const char* maker) {
    Study study;
    study.manufacturer = maker;
    return scanner_text(study);
  };
  CHECK(named("SIEMENS") == "Siemens");
  CHECK(named("Philips Medical Systems") == "Philips");
  CHECK(named("TOSHIBA_MEC") == "Toshiba");
  CHECK(named("UIH") == "UIH");
  CHECK(named("GE MEDICAL SYSTEMS") == "GE");
}

TEST_CASE("chips_say_what_is_known_and_doubt_asks_for_attention") {
  ComparedRow row = three_dates();
  CHECK(chip_text(row, 0) == "the reference");
  CHECK(chip_text(row, 1) == "position from the scanner");
  row.dates[1].state = AlignmentState::running;
  CHECK(chip_text(row, 1) == "lining up…");
  row.dates[1].state = AlignmentState::settled;
  Verdict& verdict = row.dates[1].alignment.verdict;
  verdict = {VerdictKind::good, 0.31, 0.9, {}};
  CHECK(chip_text(row, 1) == "lined up within ½ mm");
  verdict.uncertainty_mm = 1.2;
  CHECK(chip_text(row, 1) == "lined up within 1½ mm");
  verdict.uncertainty_mm = 2.0;
  CHECK(chip_text(row, 1) == "lined up within 2 mm");
  verdict.uncertainty_mm = 0.3;
  verdict.remaining_mm = 1.7;
  CHECK(chip_text(row, 1) == "lined up within ½ mm in the middle, 2 mm at the edges");
  CHECK_FALSE(needs_attention(row, 1));
  verdict.kind = VerdictKind::doubtful;
  CHECK(chip_text(row, 1) == "check position");
  CHECK(needs_attention(row, 1));
  verdict.suspicion = Suspicion::flipped;
  CHECK(chip_text(row, 1) == "check: may be flipped left to right");
  verdict.suspicion = Suspicion::none;
  verdict.kind = VerdictKind::failed;
  CHECK(chip_text(row, 1) == "not lined up");
  verdict.suspicion = Suspicion::another_person;
  CHECK(chip_text(row, 1) == "not lined up: may be another person");
}

TEST_CASE("a_difference_counts_with_what_lining_up_has_left_at_each_place") {
  ComparedRow row = three_dates();
  auto volume = std::make_shared<Volume>();
  volume->geometry.size = {101, 101, 101};  // of 1 mm, from 0 on
  row.dates[0].volume = volume;
  row.dates[1].state = AlignmentState::settled;
  Verdict& verdict = row.dates[1].alignment.verdict;
  verdict.kind = VerdictKind::good;
  verdict.remaining_mm = 5.0;
  verdict.parts = {{{0, 0, 0}, 0.0}, {{100, 100, 100}, 5.0 * std::sqrt(2.0)}};
  row.dates[1].contrast = ContrastFit{};
  double& blur_mm = row.dates[1].contrast->as_scanned.blur_mm;
  const auto misplaced_mm = [&] {
    const auto mm = difference_doubt(row, {0, 1, 0.5}, 100, false).misplaced_mm;
    return std::pair(double{mm.front()}, double{mm.back()});
  };
  CHECK(misplaced_mm().first < 0.1);
  CHECK(misplaced_mm().second == doctest::Approx(5.0 * std::sqrt(2.0)).epsilon(0.01));
  verdict.uncertainty_mm = 3.0;
  CHECK(misplaced_mm().first == doctest::Approx(3.0).epsilon(0.01));
  blur_mm = 4.0;  // as equalising has measured it on the pictures, it holds everywhere
  CHECK(misplaced_mm().first == doctest::Approx(5.0));
  row.dates[1].levels.resize(1);  // a spine that bends: its levels have poses of their own
  CHECK(misplaced_mm().second == doctest::Approx(5.0));
}

TEST_CASE("playing_holds_every_date_a_second_and_returns") {
  const Playback play{10.0};
  const double pair_s = Playback::hold_s + Playback::fade_s;
  CHECK(play.fade_position(10.5, 3) == 0);
  CHECK(play.fade_position(10 + Playback::hold_s + Playback::fade_s / 2, 3) ==
        doctest::Approx(0.5));
  CHECK(play.fade_position(10 + pair_s + 0.5, 3) == doctest::Approx(1));
  CHECK(play.fade_position(10 + 2 * pair_s + 0.5, 3) == doctest::Approx(2));
  CHECK(play.fade_position(10 + 3 * pair_s + 0.5, 3) == doctest::Approx(1));
  CHECK(play.fade_position(10 + 4 * pair_s, 3) == doctest::Approx(0));
  CHECK(play.cut_position(10.5, 1.0, 3) == 1);
  CHECK(play.cut_position(11.5, 1.0, 3) == 2);
  CHECK(play.cut_position(12.5, 1.0, 3) == 1);
  CHECK(Playback{Playback::start_for(7.0, 2.0)}.fade_position(7.0, 4) == doctest::Approx(2));
}

TEST_CASE("a_scan_without_a_place_has_no_sides_and_does_not_frame_the_row") {
  ComparedRow row = three_dates();
  row.dates[0].flat = true;
  row.reference = usable_reference(row);
  CHECK(row.reference == 1);
  CHECK(framing_dates(row).size() == 2);
  CHECK(covered_range(row, {0, 0, 1}).least > -15.0);  // 2019 at -11.5 after its pose, not 2011
  ViewState view = home_view(row);
  const PanePlan pane{{0, 0, 400, 400}, own_plane, 0.0};
  const PaneAnnotation flat = annotate(row, view, pane, DateStyle::year);
  CHECK(flat.letters.left.empty());
  CHECK(flat.lines.front().find("left and right are not known") == 0);
  CHECK_FALSE(
      annotate(row, view, {pane.rect_px, pane.plane, 1.0}, DateStyle::year).letters.left.empty());
  // Its middle lies in the middle of the pane.
  const PaneInput input = pane_input(row, view, pane);
  const dvec3 middle = input.layers[0].scan_from_world(common_centre(row, native_axes(row)));
  CHECK(near(middle, row.dates[0].volume->geometry.centre()));
}

TEST_CASE("time_to_a_date_that_is_not_known_is_not_made_up") {
  ComparedRow row = three_dates();
  row.dates[2].facts.years.reset();
  CHECK(date_text(row, fade_pair(row, 1.5), DateStyle::year) ==
        "mixture of 2017 and 2019, time apart not known, 50 %");
}

TEST_CASE("a_cut_between_two_slices_is_no_native_plane") {
  const ComparedRow row = three_dates();
  ViewState view = home_view(row);
  const PanePlan pane{{0, 0, 400, 400}, own_plane, 0.0};
  view.point.z = 45;  // a slice of 2011: every 5 mm from 0
  CHECK(annotate(row, view, pane, DateStyle::year).lines[1] == "native plane");
  view.point.z = 47;
  CHECK(annotate(row, view, pane, DateStyle::year).lines[1] ==
        "interpolated view, 2.0 mm from the nearest slice");
  view.nearest_slice = true;
  CHECK(
      annotate(row, view, {pane.rect_px, StandardPlane::sagittal, 0.0}, DateStyle::year).lines[1] ==
      "nearest acquired slices, reformatted");
  CHECK(annotate(row, view, pane, DateStyle::year).lines[1] ==
        "nearest acquired slice, 2.0 mm away");
}

TEST_CASE("poses_of_one_row_are_known_to_another") {
  ComparedRow row = three_dates();
  test::settle_in_frames(row);
  for (std::size_t d = 0; d < 3; ++d) {
    ComparedDate& date = row.dates[d];
    date.alignment.pose = date.pose;
    date.alignment.verdict.kind = d == 1 ? VerdictKind::doubtful : VerdictKind::good;
  }
  KnownPoses known;
  known.remember(row);
  const auto pose = known.between("frame 2", "frame 0");
  REQUIRE(pose);
  CHECK(near((*pose)({1, 2, 3}), {1, 2, 23}));       // 2019's points lie 20 mm lower
  CHECK_FALSE(known.between("frame 0", "frame 1"));  // doubtful
  CHECK_FALSE(known.between("frame 0", "elsewhere"));
}
