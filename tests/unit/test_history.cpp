// What was done is taken back and done again: one list for everything. And what a session keeps of
// a row comes back as it was.
#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <limits>

#include "app/session/action.h"
#include "app/session/autosave.h"
#include "app/session/hand.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::TemporaryFolder;
using lv::test::three_dates_open;
using lv::test::two_studies;

namespace {

/// Three dates, each of a series of its own, with everything that can be kept done to them.
SessionState with_work() {
  SessionState s = three_dates_open();
  s.scans.file.paths = {"/cd"};
  for (std::size_t d = 0; d < 3; ++d) {
    s.row->row.dates[d].key = {"1.2." + std::to_string(d), 1};
    s.row->row.dates[d].alignment = {s.row->row.dates[d].pose, Method::group, {}};
  }
  Verdict& verdict = s.row->row.dates[2].alignment.verdict;
  verdict = {VerdictKind::doubtful, 0.1 / 3,          0.9, {"why"}, 1.5, {{{1, 2, 3}, 4}},
             Suspicion::size,       LeftRight::agrees};
  verdict.uncertainty_mm = std::numeric_limits<double>::infinity();
  for (const char* line :
       {"date 2", "nudge 3 0.1 axial", "turn 0.7 axial", "hand off", "point 1 2 33.3",
        "plane sagittal", "zoom 1.7", "pan 0.1 -3", "window 0.11 -0.3", "look swipe", "seam 0.37",
        "invert", "nearest", "text", "focus 1 2 3", "focus-tube"}) {
    REQUIRE_MESSAGE(act(s, line), line);
  }
  s.row->row.dates[1].state = AlignmentState::settled;
  s.row->row.focus->dates[1] = {DateFocus::State::found, {{1, 0, 0, 0}, {0.1, 0.2, 0.3}}, true};
  return s;
}

void check_same_place(const ComparedDate& a, const ComparedDate& b) {
  CHECK(a.pose.rotation == b.pose.rotation);
  CHECK(a.pose.translation == b.pose.translation);
  CHECK(a.state == b.state);
  CHECK(a.alignment.pose.has_value() == b.alignment.pose.has_value());
  CHECK(a.alignment.method == b.alignment.method);
  const Verdict &v = a.alignment.verdict, &w = b.alignment.verdict;
  CHECK(v.kind == w.kind);
  CHECK(v.uncertainty_mm == w.uncertainty_mm);
  CHECK(v.overlap == w.overlap);
  CHECK(v.because == w.because);
  CHECK(v.remaining_mm == w.remaining_mm);
  CHECK(v.parts.size() == w.parts.size());
  CHECK(v.suspicion == w.suspicion);
  CHECK(v.left_right == w.left_right);
}

}  // namespace

TEST_CASE("no_more_than_a_hundred_steps_are_kept") {
  History<int> history;
  CHECK(history.undo() == nullptr);
  for (int i = 0; i < 101; ++i) history.add(i);
  *history.last() = 1000;
  CHECK(*history.undo() == 1000);
  CHECK(*history.redo() == 1000);
  CHECK(history.redo() == nullptr);
  history.undo();
  for (int i = 99; i > 0; --i) CHECK(*history.undo() == i);
  CHECK(history.undo() == nullptr);  // the oldest of 101 is forgotten
  history.add(200);
  CHECK(history.redo() == nullptr);
}

TEST_CASE("one_list_takes_back_what_was_done_to_dates_picture_and_focus_in_turn") {
  SessionState s = three_dates_open();
  REQUIRE(act(s, "date 2"));
  const RigidPose before = s.row->row.dates[1].pose;
  REQUIRE(act(s, "zoom 2"));
  REQUIRE(act(s, "nudge 3 0 axial"));
  REQUIRE(act(s, "hand off"));
  REQUIRE(act(s, "look swipe"));
  REQUIRE(act(s, "focus 1 2 3"));
  REQUIRE(act(s, "focus 4 5 6"));  // it follows the pointer: no step of its own
  REQUIRE(act(s, "undo"));
  CHECK_FALSE(s.row->row.focus.has_value());
  REQUIRE(act(s, "undo"));
  CHECK(s.program.message == "undone: look swipe");
  CHECK(s.view.state.look == Look::fade);
  CHECK(glm::length(s.row->row.dates[1].pose.translation - before.translation) > 1);
  REQUIRE(act(s, "undo"));
  CHECK(s.program.message.starts_with("undone: 2017 nudge, 3.0 mm"));
  CHECK(s.row->row.dates[1].pose.translation == before.translation);
  CHECK(s.view.state.zoom == 2);
  REQUIRE(act(s, "undo"));
  CHECK(s.view.state.zoom == 1);
  CHECK_FALSE(act(s, "undo"));
  for (int i = 0; i < 4; ++i) REQUIRE(act(s, "redo"));
  CHECK(s.view.state.zoom == 2);
  CHECK(s.view.state.look == Look::swipe);
  CHECK(s.row->row.focus->point == dvec3(4, 5, 6));
  CHECK_FALSE(act(s, "redo"));
}

TEST_CASE("what_one_drag_did_is_one_step_and_going_to_a_date_or_slice_none") {
  SessionState s = three_dates_open();
  for (int i = 0; i < 30; ++i) {
    s.view.now_s = i / 60.0;
    REQUIRE(act(s, "zoom 1.01"));
    REQUIRE(act(s, "pan 1 0"));
  }
  REQUIRE(act(s, "date 1"));
  REQUIRE(act(s, "slice 2"));
  const dvec3 point = s.view.state.point;
  s.view.now_s = 10;
  REQUIRE(act(s, "zoom 2"));  // later: another step
  REQUIRE(act(s, "undo"));
  CHECK(s.view.state.zoom == doctest::Approx(std::pow(1.01, 30)));
  REQUIRE(act(s, "undo"));
  CHECK(s.view.state.zoom == 1);
  CHECK(s.view.state.pan_mm == dvec2(0, 0));
  CHECK(s.view.state.position == 0);  // where the user has gone since
  CHECK(s.view.state.point == point);
}

TEST_CASE("what_was_said_of_the_matrix_is_taken_back") {
  SessionState s;
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "place 1 2 own"));
  CHECK(act(s, "undo").error().text().find("still being read") != std::string::npos);
  s.scans.reading.reset();
  s.scans.read_wanted = false;
  REQUIRE(act(s, "undo"));
  CHECK(s.scans.file.corrections.placements.empty());
  CHECK(s.scans.read_wanted);
  s.scans.reading.reset();
  REQUIRE(act(s, "redo"));
  CHECK(s.scans.file.corrections.placements.size() == 1);
}

TEST_CASE("a_session_file_keeps_every_pose_and_the_view_to_the_last_digit") {
  const TemporaryFolder folder;
  const SessionState s = with_work();
  const auto path = folder.path() / "a.longview";
  REQUIRE(write_session_file(path, session_now(s)));
  const auto back = read_session_file(path);
  REQUIRE(back.ok());
  CHECK(back->row_open);
  REQUIRE(back->rows.size() == 1);

  SessionState other = three_dates_open();
  for (std::size_t d = 0; d < 3; ++d) other.row->row.dates[d].key = s.row->row.dates[d].key;
  restore(other.row->row, back->rows[0]);
  take_words(other.view, back->rows[0].view);
  for (std::size_t d = 0; d < 3; ++d) {
    check_same_place(other.row->row.dates[d], s.row->row.dates[d]);
    CHECK(other.row->row.focus->dates[d].state == s.row->row.focus->dates[d].state);
    CHECK(other.row->row.focus->dates[d].pose.translation ==
          s.row->row.focus->dates[d].pose.translation);
  }
  CHECK(words_of(other.view) == words_of(s.view));
  CHECK(other.row->row.focus->half_length_mm == s.row->row.focus->half_length_mm);
}

TEST_CASE("a_session_file_with_a_pose_that_is_none_is_refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.longview";
  for (const auto& [good, bad] : {std::pair{"rotation_wxyz\": [", "rotation_wxyz\": [9,"},
                                  std::pair{"\"hand\"", "\"foot\""}}) {
    std::string text = session_text(session_now(with_work()), folder.path());
    const auto at = text.find(good);
    REQUIRE(at != std::string::npos);
    text.replace(at, std::string(good).size(), bad);
    std::ofstream(path) << text;
    CHECK(read_session_file(path).error().code == ErrorCode::unreadable);
  }
}

TEST_CASE("words_that_nobody_can_mean_leave_the_view") {
  View view;
  take_words(view, {{"zoom", "1e9"}, {"point", "1 2"}, {"plane", "upside"}, {"pan", "nan 1"}});
  CHECK(view.state.zoom == 20);
  CHECK(view.state.point == dvec3(0));
  CHECK(view.state.plane == own_plane);
  CHECK(view.state.pan_mm == dvec2(0));
}

TEST_CASE("a_row_with_work_in_it_is_left_for_other_scans_only_when_the_user_says_so") {
  SessionState s = with_work();
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "open /more"));
  CHECK(s.program.question == Question::leave_row);
  CHECK(s.row.has_value());
  REQUIRE(act(s, "back"));
  CHECK(s.program.question == Question::none);
  CHECK(s.scans.opening.empty());
  REQUIRE(act(s, "open /more"));
  REQUIRE(apply(s, {"open", s.program.waiting}));  // its button
  CHECK_FALSE(s.row.has_value());
  CHECK(s.scans.opening.size() == 1);
}

TEST_CASE("what_a_hand_has_moved_comes_back_with_its_row") {
  SessionState s;
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "row 1"));
  ComparedDate& date = s.row->row.dates[1];
  put(date, put_by_hand({{1, 0, 0, 0}, {1, 2, 3}}, "it was put by hand"));
  REQUIRE(act(s, "scans"));
  REQUIRE(act(s, "row 1"));
  CHECK(s.row->row.dates[1].pose.translation == dvec3(1, 2, 3));
  CHECK(s.row->row.dates[1].restored);
  CHECK_FALSE(s.row->row.dates[0].restored);  // it was not lined up yet
}

TEST_CASE("a_program_that_ended_unexpectedly_offers_what_was_open") {
  const TemporaryFolder folder;
  const auto state = folder.path() / "state";
  const SessionState work = with_work();
  const pid_t child = fork();
  if (child == 0) {  // a program that is killed
    Autosave autosave(state);
    autosave.turn(work, 0);
    _exit(0);
  }
  REQUIRE(child > 0);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  {
    Autosave after(state);
    REQUIRE(after.offers().size() == 1);
    CHECK(after.offers()[0].text == "Go on where longview ended unexpectedly");
    CHECK(read_session_file(after.offers()[0].file)->rows.size() == 1);
    after.turn(work, 0);
    CHECK(Autosave(state).offers()[0].text == "Go on where you left off");  // it runs still
    after.end();
  }
  CHECK(Autosave(state).offers()[0].text == "Go on where you left off");
}

TEST_CASE("session_files_used_last_are_offered_first_and_the_demo_is_not_kept") {
  const TemporaryFolder folder;
  const auto state = folder.path() / "state";
  Autosave autosave(state);
  SessionState s = with_work();
  for (const char* name : {"one.longview", "two.longview"}) {
    REQUIRE(apply(s, {"save-session", {(folder.path() / name).string()}}));
    autosave.turn(s, s.view.now_s += 6);
  }
  autosave.end();
  std::string texts;
  const Autosave again(state);
  for (const SessionOffer& offer : again.offers()) texts += offer.text + ";";
  CHECK(texts == "Go on where you left off;two.longview;one.longview;");
  s.scans.demo = true;
  CHECK_FALSE(Autosave(folder.path() / "demo").keep(s));
  CHECK_FALSE(Autosave({}).keep(with_work()));
}
