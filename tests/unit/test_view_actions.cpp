// Actions about where the picture is in time and space, and how it looks; on a row made by hand.
#include <doctest/doctest.h>

#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::three_dates_open;

TEST_CASE("dates_are_gone_to_one_by_one_and_by_name") {
  SessionState s = three_dates_open();
  const auto place_after = [&](const char* line) {
    REQUIRE(act(s, line));
    return s.view.state.position;
  };
  CHECK(place_after("date oldest") == 0);
  CHECK(place_after("date next") == 1);
  CHECK(place_after("date newest") == 2);
  CHECK(place_after("date next") == 2);
  CHECK(place_after("date previous") == 1);
  CHECK(place_after("date 3") == 2);
  CHECK(place_after("date 9") == 2);  // there is no ninth
  CHECK(place_after("date reference") == 0);
}

TEST_CASE("a_held_key_shows_its_date_and_letting_go_shows_what_was_there") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 1"));
  REQUIRE(act(s, "hold 3"));
  CHECK(shown_state(s.view, s.dates()).position == 2);
  CHECK(s.view.state.position == 0);
  REQUIRE(act(s, "release"));
  CHECK(shown_state(s.view, s.dates()).position == 0);
  REQUIRE(act(s, "look difference"));
  REQUIRE(act(s, "hold 2"));
  CHECK(shown_state(s.view, s.dates()).look == Look::fade);  // the date alone, without colours
  REQUIRE(act(s, "release"));
  CHECK(shown_state(s.view, s.dates()).look == Look::difference);
}

TEST_CASE("a_fade_stays_within_the_dates_and_snaps_to_the_nearest") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "fade 1.4"));
  CHECK(s.view.state.position == 1.4);
  REQUIRE(act(s, "snap"));
  CHECK(s.view.state.position == 1);
  REQUIRE(act(s, "fade 17"));
  CHECK(s.view.state.position == 2);
}

TEST_CASE("playing_goes_on_from_where_it_is_and_pausing_snaps") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 2"));
  move_clock(s.view, 100, s.dates());
  REQUIRE(act(s, "play"));
  move_clock(s.view, 100 + Playback::hold_s + 0.6 * Playback::fade_s, s.dates());
  CHECK(s.view.state.position > 1.5);  // smoothstep(0.6) is 0.648
  CHECK(s.view.state.position < 1.7);
  REQUIRE(act(s, "play"));
  CHECK(s.view.state.position == 2);
  CHECK_FALSE(s.view.state.playing);
}

TEST_CASE("switching_cuts_between_two_dates_once_a_second") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 1"));
  move_clock(s.view, 50, s.dates());
  REQUIRE(act(s, "look switch"));
  const auto shown_at = [&](double now_s) {
    move_clock(s.view, now_s, s.dates());
    return shown_state(s.view, s.dates()).position;
  };
  CHECK(shown_at(50.5) == 0);
  CHECK(shown_at(51.5) == 1);
  CHECK(shown_at(52.5) == 0);
  REQUIRE(act(s, "look switch"));  // again: fade
  CHECK_FALSE(s.view.state.playing);
}

TEST_CASE("a_look_asked_for_twice_is_the_fade_again") {
  SessionState s = three_dates_open();
  for (const char* look : {"look swipe", "look difference"}) {
    REQUIRE(act(s, look));
    CHECK(s.view.state.look != Look::fade);
    REQUIRE(act(s, look));
    CHECK(s.view.state.look == Look::fade);
  }
  REQUIRE(act(s, "look swipe"));
  REQUIRE(act(s, "look difference"));
  CHECK(s.view.state.look == Look::difference);
  CHECK_FALSE(act(s, "look away"));
}

TEST_CASE("the_seam_stays_in_the_pane") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "seam 0.8"));
  CHECK(s.view.state.seam == 0.8);
  REQUIRE(act(s, "seam -3"));
  CHECK(s.view.state.seam == 0);
}

TEST_CASE("a_slice_moves_the_point_by_the_coarsest_date_s_step") {
  SessionState s = three_dates_open();  // 5 mm
  const double before = s.view.state.point.z;
  REQUIRE(act(s, "slice 2"));
  CHECK(s.view.state.point.z == doctest::Approx(before + 10));
  CHECK_FALSE(s.view.is_home);
  REQUIRE(act(s, "slice -1e30"));
  CHECK(s.view.state.point.z == doctest::Approx(0));  // the end of what any date covers
}

TEST_CASE("a_slice_of_another_plane_moves_along_that_plane") {
  SessionState s = three_dates_open();
  const dvec3 before = s.view.state.point;
  REQUIRE(act(s, "slice 1 sagittal"));
  CHECK(s.view.state.point.x > before.x);  // towards the left, which is +x
  CHECK(s.view.state.point.z == before.z);
  CHECK_FALSE(act(s, "slice 1 oblique"));
}

TEST_CASE("the_picture_pans_and_zooms_within_limits") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "pan 3 -4"));
  REQUIRE(act(s, "pan 1 0"));
  CHECK(s.view.state.pan_mm == dvec2(4, -4));
  REQUIRE(act(s, "zoom 2"));
  CHECK(s.view.state.zoom == 2);
  REQUIRE(act(s, "zoom 1000"));
  CHECK(s.view.state.zoom == 20);
}

TEST_CASE("a_plane_is_chosen_out_of_three_and_the_pan_begins_anew") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "layout three"));
  REQUIRE(act(s, "pan 3 3"));
  REQUIRE(act(s, "plane coronal"));
  CHECK(s.view.state.layout == Layout::one);
  CHECK(s.view.state.plane == StandardPlane::coronal);
  CHECK(s.view.state.pan_mm == dvec2(0, 0));
}

TEST_CASE("three_planes_asked_for_twice_are_one_pane_again") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "layout three"));
  CHECK(s.view.state.layout == Layout::three);
  REQUIRE(act(s, "layout three"));
  CHECK(s.view.state.layout == Layout::one);
}

TEST_CASE("a_row_of_one_date_has_nothing_to_switch_mix_or_compare") {
  SessionState s = three_dates_open();
  s.row->row.dates.resize(1);
  for (const char* line : {"look switch", "look swipe", "look difference", "play"}) {
    CHECK_FALSE(act(s, line));
  }
  CHECK(s.view.state.look == Look::fade);
  CHECK_FALSE(s.view.state.playing);
}

TEST_CASE("three_planes_and_all_dates_take_turns") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "layout three"));
  REQUIRE(act(s, "look grid"));
  CHECK(s.view.state.look == Look::grid);
  CHECK(s.view.state.layout == Layout::one);
  REQUIRE(act(s, "layout three"));
  CHECK(s.view.state.look == Look::fade);
  CHECK(s.view.state.layout == Layout::three);
}

TEST_CASE("a_window_is_shifted_and_stretched_and_reset_with_the_rest") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "window 0.25 0.7"));
  CHECK(s.view.state.window_shift == 0.25);
  CHECK(s.view.state.window_stretch == doctest::Approx(std::exp(0.7)));
  REQUIRE(act(s, "invert"));
  REQUIRE(act(s, "nearest"));
  REQUIRE(act(s, "date 2"));
  REQUIRE(act(s, "reset"));
  CHECK(s.view.state.window_stretch == 1);
  CHECK_FALSE(s.view.state.inverted);
  CHECK_FALSE(s.view.state.nearest_slice);
  CHECK(s.view.state.position == 1);  // the date stays
  CHECK(s.view.is_home);
}

TEST_CASE("parts_of_a_body_are_shown_only_where_they_were_asked") {
  SessionState s = three_dates_open();
  CHECK_FALSE(act(s, "levels"));
  s.row->row.dates[1].alignment.verdict.parts.push_back({});
  CHECK(act(s, "levels"));
  CHECK(s.view.state.levels_shown);
  CHECK_FALSE(act(s, "rigid"));
}

TEST_CASE("levels_of_a_spine_are_shown_only_where_there_are_some") {
  SessionState s = three_dates_open();
  for (const char* line : {"levels", "rigid", "mark 0 0 0"}) CHECK_FALSE(act(s, line));
  CHECK_FALSE(s.view.state.levels_shown);
  CHECK_FALSE(s.view.state.rigid);
  s.row->row.dates[1].levels.push_back({});
  for (const char* line : {"levels", "rigid", "mark 0 0 0"}) CHECK(act(s, line));
  CHECK(s.view.state.levels_shown);
  CHECK(s.view.state.rigid);
}
