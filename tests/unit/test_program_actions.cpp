// Actions about scans, rows, questions and the program; on a state made by hand. Nothing is read in
// the background here: what shall be read is only wanted.
#include <doctest/doctest.h>

#include <fstream>

#include "app/session/palette.h"
#include "app/session/typed_path.h"
#include "engine/system/this_process.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::TemporaryFolder;
using lv::test::three_dates_open;
using lv::test::two_studies;

namespace {

SessionState two_studies_open() {
  SessionState s;
  s.scans.matrix = two_studies();
  s.scans.file.paths = {"/cd"};
  s.program.screen = Screen::scans;
  REQUIRE(act(s, "row 1"));
  return s;
}

}  // namespace

TEST_CASE("a_path_is_understood_as_it_is_typed_or_copied") {
  CHECK(path_of_typed("  \"/media/CD 1\" \n") == "/media/CD 1");
  CHECK(path_of_typed("file:///media/CD%201/") == "/media/CD 1/");
  CHECK(path_of_typed("file:///C:/scans") == "C:/scans");
  CHECK(path_of_typed("file:///100%") == "/100%");
  CHECK(path_of_typed("~/scans") == home_folder().string() + "/scans");
  CHECK(path_of_typed("~other") == "~other");
  CHECK(path_of_typed("dicom://PACS@host:104?PatientName=A%20B") ==
        "dicom://PACS@host:104?PatientName=A%20B");
  CHECK(path_of_typed(" \" ").empty());
}

TEST_CASE("a_row_is_opened_by_number_or_words_at_its_newest_date_or_another") {
  SessionState s = two_studies_open();
  CHECK(s.program.screen == Screen::compare);
  CHECK(s.row->row.name == "Brain · FLAIR · axial");
  CHECK(s.view.state.position == 1);
  CHECK(s.row->read_wanted);
  REQUIRE(act(s, "row \"flair axial\" 1"));
  CHECK(s.view.state.position == 0);
  CHECK(s.row->first_seen == 0);
  CHECK_FALSE(act(s, "row no-such"));
  CHECK(s.row.has_value());
}

TEST_CASE("leaving_a_row_releases_its_textures") {
  SessionState s = three_dates_open();
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "scans"));
  CHECK_FALSE(s.row.has_value());
  CHECK(s.released == std::vector<VolumeId>{1, 1, 1});
  CHECK(s.program.screen == Screen::scans);
}

TEST_CASE("a_row_left_while_it_plays_leaves_nothing_that_moves") {
  for (const char* playing : {"play", "look switch"}) {
    SessionState s = three_dates_open();
    REQUIRE(act(s, playing));
    CHECK(busy(s));
    REQUIRE(act(s, "scans"));
    CHECK_FALSE(s.view.state.playing);
    CHECK_FALSE(busy(s));
  }
}

TEST_CASE("a_row_opened_with_the_switching_look_switches_from_its_first_second") {
  SessionState s = three_dates_open();
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "look switch"));
  REQUIRE(act(s, "scans"));
  move_clock(s.view, 1000.5, 0);
  REQUIRE(act(s, "row 1"));
  CHECK(s.view.state.playing);
  move_clock(s.view, 1001, s.dates());
  CHECK(shown_state(s.view, s.dates()).position == 0);
}

TEST_CASE("a_session_file_that_cannot_be_read_changes_nothing") {
  const TemporaryFolder folder;
  const std::string damaged = (folder.path() / "damaged.longview").string();
  std::ofstream(damaged) << "{";
  for (const bool demo : {false, true}) {
    for (const char* action : {"open", "open-demo-folder"}) {
      SessionState s = two_studies_open();
      s.scans.demo = demo;
      CHECK_FALSE(apply(s, {action, {damaged}}));
      CHECK(s.row.has_value());
      CHECK(s.program.screen == Screen::compare);
      CHECK(s.scans.matrix != nullptr);
      CHECK(s.scans.file.paths.size() == 1);
      CHECK_FALSE(s.scans.reading.has_value());
    }
  }
}

TEST_CASE("folders_are_added_to_what_was_read") {
  SessionState s = two_studies_open();
  REQUIRE(act(s, "open /another"));
  CHECK_FALSE(s.row.has_value());
  CHECK(s.program.screen == Screen::scans);
  CHECK(s.scans.opening.size() == 1);
  CHECK(s.scans.file.paths.size() == 1);
  CHECK(s.scans.read_wanted);
  CHECK_FALSE(s.scans.forget_wanted);
  CHECK(busy(s));
}

TEST_CASE("nobody_s_scans_are_mixed_with_the_demo_patient_s") {
  SessionState s = two_studies_open();
  REQUIRE(act(s, "open-demo-folder /demo"));
  CHECK(s.scans.demo);
  CHECK(s.scans.forget_wanted);
  CHECK(s.scans.file.paths.empty());
  s.scans.forget_wanted = false;
  REQUIRE(act(s, "open /own"));
  CHECK_FALSE(s.scans.demo);
  CHECK(s.scans.forget_wanted);
}

TEST_CASE("a_picture_is_put_in_a_row_of_its_own") {
  SessionState s;
  s.scans.matrix = two_studies();
  REQUIRE(act(s, "place 1 2 own"));
  REQUIRE(s.scans.file.corrections.placements.size() == 1);
  CHECK(s.scans.file.corrections.placements[0].series.series_uid == "1.2.1");
  CHECK_FALSE(s.scans.file.corrections.placements[0].with.has_value());
  CHECK(s.scans.read_wanted);
  CHECK_FALSE(act(s, "place 1 2 own"));  // the matrix is being arranged anew
}

TEST_CASE("corrections_are_of_the_finished_matrix_only") {
  SessionState s = two_studies_open();
  CHECK_FALSE(act(s, "one-person"));
  REQUIRE(act(s, "scans"));
  REQUIRE(act(s, "one-person"));
  CHECK(s.scans.file.corrections.one_person);
}

TEST_CASE("a_study_s_date_is_typed_in") {
  SessionState s;
  s.scans.matrix = two_studies();
  CHECK_FALSE(act(s, "study-date 2 yesterday"));
  CHECK_FALSE(act(s, "study-date 3 2011-03-04"));
  REQUIRE(act(s, "study-date 2 2011-03-04"));
  CHECK(s.scans.file.corrections.dates.size() == 1);
}

TEST_CASE("a_session_is_saved_under_its_own_kind_of_name") {
  const TemporaryFolder folder;
  SessionState s = two_studies_open();
  CHECK_FALSE(apply(s, {"save-session", {(folder.path() / "a.txt").string()}}));
  const std::string path = (folder.path() / "a.longview").string();
  REQUIRE(apply(s, {"save-session", {path}}));
  CHECK(read_session_file(path)->paths == s.scans.file.paths);
}

TEST_CASE("nothing_is_saved_before_there_are_scans") {
  SessionState s;
  CHECK(act(s, "save-session").error().text() == "there are no scans to save yet");
}

TEST_CASE("a_newer_matrix_is_shown_once_the_row_is_left") {
  SessionState s = two_studies_open();
  s.scans.newer_matrix = std::make_shared<const Matrix>();
  const auto newer = s.scans.newer_matrix;
  REQUIRE(act(s, "scans"));
  CHECK(s.scans.matrix == newer);
}

TEST_CASE("a_film_waits_until_the_dates_are_lined_up") {
  SessionState s = two_studies_open();
  CHECK(act(s, "film a.mp4").error().text().find("still being read") != std::string::npos);
  CHECK_FALSE(s.films.wish.has_value());
}

TEST_CASE("a_film_is_wished_for_others_unless_it_is_for_a_doctor") {
  const TemporaryFolder folder;
  SessionState s = three_dates_open();
  const std::string path = (folder.path() / "sheet.png").string();
  REQUIRE(apply(s, {"film", {path}}));
  CHECK_FALSE(s.films.wish->for_doctor);
  REQUIRE(apply(s, {"film", {path, "doctor"}}));
  CHECK(s.films.wish->for_doctor);
  CHECK_FALSE(apply(s, {"film", {path, "everyone"}}));
  CHECK_FALSE(act(s, "film film.txt"));
}

TEST_CASE("a_film_s_wish_goes_with_its_row") {
  const TemporaryFolder folder;
  SessionState s = three_dates_open();
  REQUIRE(apply(s, {"film", {(folder.path() / "sheet.png").string()}}));
  REQUIRE(act(s, "scans"));
  CHECK_FALSE(s.films.wish.has_value());
}

TEST_CASE("escape_goes_back_one_step_at_a_time") {
  SessionState s = three_dates_open();
  for (const char* line : {"layout three", "look swipe", "date 2", "focus", "film", "keys"}) {
    REQUIRE(act(s, line));
  }
  s.program.message = "a sentence";
  REQUIRE(act(s, "back"));
  CHECK_FALSE(s.program.keys_shown);
  REQUIRE(act(s, "back"));
  CHECK(s.program.question == Question::none);
  REQUIRE(act(s, "back"));
  CHECK(s.program.message.empty());
  REQUIRE(act(s, "back"));
  CHECK_FALSE(s.row->row.focus.has_value());
  REQUIRE(act(s, "back"));
  CHECK(s.view.state.look == Look::fade);
  CHECK(s.view.state.layout == Layout::three);
  REQUIRE(act(s, "back"));
  CHECK(s.view.state.layout == Layout::one);
  CHECK(s.row.has_value());  // the row is not left
}

TEST_CASE("the_palette_lists_what_can_be_done_now_best_fit_first") {
  const SessionState nothing;
  CHECK(palette(nothing, "swipe").empty());  // there is no row
  const SessionState s = three_dates_open();
  const auto first = [&](const char* typed) {
    const auto entries = palette(s, typed);
    return entries.empty() ? std::string() : line_of(entries.front().command);
  };
  CHECK(first("swipe") == "look swipe");
  CHECK(first("FULL") == "fullscreen");
  CHECK(first("pln cor") == "plane coronal");  // in this order, with others between
  CHECK(first("swipq").empty());
  SessionState scanned;
  scanned.scans.matrix = two_studies();
  CHECK(palette(scanned, "place").empty());  // takes three words
  for (const PaletteEntry& entry : palette(s, "")) {
    SessionState changed = three_dates_open();
    const auto done = apply(changed, entry.command);
    CHECK_MESSAGE((done.ok() || done.error().what.find("wrong number") == std::string::npos),
                  entry.text);
  }
}
