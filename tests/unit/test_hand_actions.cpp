// A date in the hand, taken back, and the focus; on a row made by hand. What the background answers
// is made up here.
#include <doctest/doctest.h>

#include "app/session/hand.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::three_dates_open;

namespace {

SessionState at_second_date() {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 2"));
  return s;
}

const ComparedDate& second(const SessionState& s) {
  return s.row->row.dates[1];
}

DateAlignment found_at(const RigidPose& pose, VerdictKind kind) {
  return {pose, Method::automatic, {kind, 0.3, 0.9, {}}};
}

}  // namespace

TEST_CASE("a_nudge_moves_the_picture_and_says_that_a_hand_did") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));  // the picture moves 3 mm to the patient's left
  CHECK(glm::length(second(s).pose(dvec3(3, 0, 0)) - dvec3(0, 0, 0)) < 1e-9);
  CHECK(s.row->hand);
  CHECK(second(s).alignment.method == Method::hand);
  CHECK(needs_attention(s.row->row, 1));
  REQUIRE(second(s).pose_before_hand);  // the view does not go with it
  CHECK(second(s).pose_before_hand->translation == dvec3(0, 0, 0));
}

TEST_CASE("what_the_hand_has_done_is_said_in_the_panes_own_directions") {
  SessionState s = at_second_date();
  const PlaneAxes axes = standard_axes(StandardPlane::axial);
  CHECK(moved_text(*s.row, s.view, axes).empty());
  REQUIRE(act(s, "nudge 2.1 -0.4 axial"));
  REQUIRE(act(s, "turn 0.7 axial"));
  CHECK(moved_text(*s.row, s.view, axes) == "2.1 mm right, 0.4 mm up, 0.7°");
}

TEST_CASE("after_a_move_it_is_said_once_whether_the_date_fits_better") {
  SessionState s = at_second_date();
  ContrastFit fit;
  fit.matched.blur_mm = 1.5;
  s.row->row.dates[1].contrast = fit;
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "hand off"));
  CHECK(fits_text(*s.row).empty());  // it is still being refined
  s.row->refining = false;
  s.row->row.dates[1].contrast->matched.blur_mm = 0.9;
  CHECK(fits_text(*s.row) == "2017 fits 0.6 mm more closely than before");
  CHECK(fits_text(*s.row).empty());
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "hand off"));
  REQUIRE(act(s, "undo"));
  s.row->refining = false;
  CHECK(fits_text(*s.row).empty());  // it was taken back
}

TEST_CASE("a_turn_is_clockwise_and_about_what_is_looked_at") {
  SessionState s = at_second_date();
  const dvec3 centre = s.view.state.point;
  REQUIRE(act(s, "turn 90 axial"));
  // Right is +x and down is +y: what was right of the centre is seen below it.
  CHECK(glm::length(second(s).pose(centre + dvec3(0, 4, 0)) - (centre + dvec3(4, 0, 0))) < 1e-9);
}

TEST_CASE("letting_go_asks_for_a_refinement_from_where_the_date_was_put") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "nudge 1 0 axial"));
  REQUIRE(act(s, "hand off"));
  const Refinement& refinement = s.row->refinement;
  CHECK(refinement.kind == Refinement::Kind::moved);
  CHECK_FALSE(refinement.asked);
  REQUIRE(refinement.wish.starts.size() == 1);
  CHECK(refinement.wish.starts[0].date == 1);
  CHECK(glm::length(refinement.wish.starts[0].pose(dvec3(4, 0, 0))) < 1e-9);
  CHECK(busy(s));
}

TEST_CASE("a_refinement_that_is_good_takes_the_place_of_the_hand_s") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "hand off"));
  take_moved(*s.row, 1, found_at({{1, 0, 0, 0}, {-2.5, 0, 0}}, VerdictKind::good));
  CHECK(second(s).pose.translation.x == -2.5);
  CHECK_FALSE(needs_attention(s.row->row, 1));
}

TEST_CASE("a_refinement_in_doubt_leaves_the_date_where_the_hand_put_it") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "hand off"));
  take_moved(*s.row, 1, found_at({{1, 0, 0, 0}, {-20, 0, 0}}, VerdictKind::doubtful));
  CHECK(glm::length(second(s).pose(dvec3(3, 0, 0))) < 1e-9);
  CHECK(needs_attention(s.row->row, 1));
}

TEST_CASE("a_move_is_taken_back_as_one_and_done_again") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "nudge 1 0 axial"));
  REQUIRE(act(s, "undo"));  // out of the hand
  CHECK_FALSE(s.row->hand);
  CHECK(second(s).pose.translation == dvec3(0, 0, 0));
  CHECK(s.program.message == "undone: 2017 nudge, 4.0 mm, 0.0°");
  REQUIRE(act(s, "redo"));
  CHECK(glm::length(second(s).pose(dvec3(4, 0, 0))) < 1e-9);
}

TEST_CASE("a_hand_that_has_moved_nothing_leaves_the_date_and_the_history_as_they_were") {
  SessionState s = at_second_date();
  s.row->row.dates[1].alignment.method = Method::automatic;
  for (const auto& lines :
       {std::pair{"turn 0 axial", "turn 0 axial"}, {"nudge 3 0 axial", "nudge -3 0 axial"}}) {
    REQUIRE(act(s, lines.first));
    REQUIRE(act(s, lines.second));
    REQUIRE(act(s, "hand off"));
    CHECK_FALSE(s.row->history.can_undo());
    CHECK(second(s).alignment.method == Method::automatic);
    CHECK(s.row->refinement.kind == Refinement::Kind::none);
  }
  REQUIRE(act(s, "nudge 0 0 axial"));
  CHECK(act(s, "undo").error().text() == "there is nothing to undo");
}

TEST_CASE("undo_with_nothing_to_undo_changes_nothing") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "hand on"));
  CHECK(act(s, "undo").error().text() == "there is nothing to undo");
  CHECK(s.row->hand);  // drags still move the date
}

TEST_CASE("redo_with_nothing_to_redo_leaves_the_date_in_the_hand") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 3 0 axial"));
  CHECK(act(s, "redo").error().text() == "there is nothing to redo");
  CHECK(s.row->hand);
  CHECK(s.row->in_hand.has_value());
  CHECK(s.row->refinement.wish.starts.empty());  // nothing is refined
}

TEST_CASE("a_date_goes_back_to_its_scanner_position") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 3"));
  REQUIRE(act(s, "scanner-position"));
  CHECK(s.row->row.dates[2].pose.translation == dvec3(0, 0, 0));
  CHECK(s.row->row.dates[2].state == AlignmentState::from_scanner);
  REQUIRE(act(s, "undo"));
  CHECK(s.row->row.dates[2].pose.translation == dvec3(0, 0, -20));
}

TEST_CASE("the_reference_is_not_moved") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date reference"));
  CHECK(act(s, "hand on").error().text().find("the others are lined up to") != std::string::npos);
  CHECK_FALSE(s.row->hand);
}

TEST_CASE("nothing_is_moved_before_the_row_is_lined_up") {
  SessionState s = at_second_date();
  s.row->movable.clear();
  CHECK_FALSE(act(s, "nudge 1 1"));
  CHECK_FALSE(act(s, "focus"));
  CHECK_FALSE(s.row->row.focus.has_value());
}

TEST_CASE("a_date_without_a_place_in_space_is_not_moved") {
  SessionState s = at_second_date();
  s.row->movable[1] = false;
  CHECK(act(s, "nudge 1 1").error().text().find("no place in space") != std::string::npos);
}

TEST_CASE("a_focus_asks_for_the_shown_dates_but_the_reference") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "fade 1.5"));
  REQUIRE(act(s, "focus 10 20 30"));
  CHECK(s.row->row.focus->point == dvec3(10, 20, 30));
  const Refinement& refinement = s.row->refinement;
  CHECK(refinement.kind == Refinement::Kind::focus);
  REQUIRE(refinement.wish.starts.size() == 2);
  CHECK(refinement.wish.starts[0].date == 2);
  CHECK(refinement.wish.starts[1].date == 1);
  CHECK(refinement.wish.focus->radius_mm == s.row->row.focus->radius_mm);
}

TEST_CASE("what_is_found_at_a_focus_holds_there_only") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "focus"));
  take_focused(*s.row, 1, found_at({{1, 0, 0, 0}, {5, 0, 0}}, VerdictKind::doubtful));
  const DateFocus& there = s.row->row.focus->dates[1];
  CHECK(there.state == DateFocus::State::found);
  CHECK(there.pose.translation.x == 5);
  CHECK(there.needs_attention);
  CHECK(second(s).pose.translation.x == 0);
}

TEST_CASE("what_is_found_at_a_focus_is_accepted_for_the_whole_date_and_taken_back") {
  SessionState s = at_second_date();
  CHECK_FALSE(act(s, "focus-accept"));
  REQUIRE(act(s, "focus"));
  CHECK_FALSE(act(s, "focus-accept"));  // nothing is found yet
  take_focused(*s.row, 1, found_at({{1, 0, 0, 0}, {5, 0, 0}}, VerdictKind::good));
  REQUIRE(act(s, "focus-accept"));
  CHECK_FALSE(s.row->row.focus.has_value());
  CHECK(second(s).pose.translation == dvec3(5, 0, 0));
  CHECK(needs_attention(s.row->row, 1));  // a part is not the whole
  REQUIRE(act(s, "undo"));
  CHECK(second(s).pose.translation == dvec3(0, 0, 0));
}

TEST_CASE("a_pinned_focus_stays_so_when_its_width_changes") {
  SessionState s = at_second_date();
  CHECK_FALSE(act(s, "focus-pin"));
  REQUIRE(act(s, "focus"));
  REQUIRE(act(s, "focus-pin"));
  REQUIRE(act(s, "focus-radius 45"));
  CHECK(s.row->row.focus->pinned);
  REQUIRE(act(s, "focus-pin"));
  CHECK_FALSE(s.row->row.focus->pinned);
}

TEST_CASE("a_focus_that_fails_is_refused") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "focus"));
  take_focused(*s.row, 1, found_at({}, VerdictKind::failed));
  CHECK(s.row->row.focus->dates[1].state == DateFocus::State::refused);
}

TEST_CASE("another_width_or_length_lines_up_anew_and_again_is_the_whole") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "focus-radius 45"));
  CHECK(s.row->row.focus->radius_mm == 45);
  take_focused(*s.row, 1, found_at({}, VerdictKind::good));
  REQUIRE(act(s, "focus-tube"));
  CHECK(s.row->row.focus->dates[1].state == DateFocus::State::looking);
  CHECK(s.row->row.focus->half_length_mm > 0);
  REQUIRE(act(s, "focus-tube"));
  CHECK(s.row->row.focus->half_length_mm == 0);
  REQUIRE(act(s, "focus"));
  CHECK_FALSE(s.row->row.focus.has_value());
}

TEST_CASE("a_focus_that_overtakes_a_refinement_leaves_the_date_where_it_was_put") {
  SessionState s = at_second_date();
  REQUIRE(act(s, "nudge 2 0 axial"));
  REQUIRE(act(s, "hand off"));
  ComparedDate& date = s.row->row.dates[1];
  date.state = AlignmentState::running;  // as while it is refined
  date.pose.translation = {-1, 0, 0};
  REQUIRE(act(s, "focus"));
  CHECK(date.state == AlignmentState::settled);
  CHECK(glm::length(date.pose(dvec3(2, 0, 0))) < 1e-9);
}
