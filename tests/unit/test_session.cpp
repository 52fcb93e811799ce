// The session as a whole, with its work in the background, without a window or a device: folders
// are opened, rows read and left.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "app/jobs/jobs.h"
#include "app/jobs/metric_choice.h"
#include "app/session/session.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using lv::test::SmallSlice;
using lv::test::TemporaryFolder;
using lv::test::write_series;

namespace {

SmallSlice slice_of(const std::string& year) {
  SmallSlice slice;
  slice.study += "." + year;
  slice.series += "." + year;
  slice.sop += "." + year;
  slice.date = year + "0304";
  return slice;
}

/// Two studies of one kind of picture, three slices each, in folders "2015" and "2017".
class TwoStudies {
 public:
  TwoStudies() {
    for (const char* year : {"2015", "2017"}) write_series(folder(year), 3, slice_of(year));
  }
  std::string folder(const std::string& year = "") const { return (root_.path() / year).string(); }

 private:
  TemporaryFolder root_;
};

struct Running {
  Session session{MetricChoice::make("cpu")};

  void act(const Command& command) { REQUIRE(session.apply(command).ok()); }
  /// Frames go by until it holds, for ten seconds at most.
  template <class Condition>
  bool until(Condition holds) {
    for (int frame = 0; frame < 10000; ++frame) {
      session.poll(frame / 60.0);
      if (holds()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  bool until_scanned() {
    return until([this] { return !session.state().scans.reading; });
  }
  /// The renderer is not there to take the volumes in, so that busy() does not end.
  bool until_lined_up() {
    return until([this] { return !session.open()->loading && !session.open()->aligning; });
  }
};

}  // namespace

TEST_CASE("a_folder_that_is_opened_becomes_a_matrix") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  CHECK(r.session.busy());
  REQUIRE(r.until_scanned());
  REQUIRE(r.session.matrix());
  CHECK(r.session.matrix()->rows.size() == 1);
  CHECK(r.session.matrix()->studies.size() == 2);
  CHECK(r.session.screen() == Screen::scans);
}

TEST_CASE("folders_opened_one_right_after_the_other_are_read_together") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder("2015")}});
  r.session.poll(0);
  r.act({"open", {studies.folder("2017")}});
  REQUIRE(r.until_scanned());
  CHECK(r.session.matrix()->studies.size() == 2);
  CHECK(r.session.state().scans.file.paths.size() == 2);
}

TEST_CASE("a_folder_that_is_not_there_leaves_what_was_read") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  REQUIRE(r.until_scanned());
  r.act({"open", {studies.folder("no-such-year")}});
  REQUIRE(r.until_scanned());
  CHECK(r.session.program().message.find("no-such-year") != std::string::npos);
  CHECK(r.session.matrix()->studies.size() == 2);
  CHECK(r.session.state().scans.file.paths.size() == 1);
}

TEST_CASE("every_cell_of_the_matrix_gets_a_thumbnail_once") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  std::size_t made = 0;
  REQUIRE(r.until([&] {
    made += r.session.take_thumbnails().size();
    return !r.session.busy();
  }));
  CHECK(made == 2);
}

TEST_CASE("what_the_user_says_arranges_the_matrix_anew") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  REQUIRE(r.until_scanned());
  r.act({"place", {"1", "2", "own"}});
  REQUIRE(r.until_scanned());
  CHECK(r.session.matrix()->rows.size() == 2);
}

TEST_CASE("a_row_that_is_opened_is_read_and_every_date_says_how_it_lies") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  REQUIRE(r.until_scanned());
  r.act({"row", {"1"}});
  REQUIRE(r.until_lined_up());
  const ComparedRow& row = *r.session.row();
  REQUIRE(row.dates.size() == 2);
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    CHECK(row.dates[d].volume != nullptr);
    CHECK(row.dates[d].state == AlignmentState::settled);
  }
  CHECK(waiting_for_texture(*r.session.open()).size() == 2);
}

TEST_CASE("a_row_that_is_left_while_it_is_read_is_read_no_more") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  REQUIRE(r.until_scanned());
  r.act({"row", {"1"}});
  r.session.poll(0);
  r.act({"scans", {}});
  CHECK(r.until([&] {
    r.session.take_thumbnails();
    return !r.session.busy();
  }));
  CHECK(r.session.open() == nullptr);
}

TEST_CASE("a_texture_goes_with_its_row") {
  const TwoStudies studies;
  Running r;
  r.act({"open", {studies.folder()}});
  REQUIRE(r.until_scanned());
  r.act({"row", {"1"}});
  REQUIRE(r.until_lined_up());
  r.session.set_texture({0}, VolumeId{7});
  r.session.set_texture({1}, Error{ErrorCode::unavailable, "no room"});
  CHECK(waiting_for_texture(*r.session.open()).empty());
  CHECK(r.session.row()->dates[1].problem == "no room");
  r.act({"scans", {}});
  CHECK(r.session.take_released_textures() == std::vector<VolumeId>{7});
  CHECK(r.session.take_released_textures().empty());
}

TEST_CASE("a_note_of_what_was_done_goes_by_itself_and_a_failure_stays") {
  Running r;
  r.session.poll(10);
  r.session.end_film("film written: a.mp4", "a.mp4");
  r.session.poll(12);
  CHECK(r.session.program().message == "film written: a.mp4");
  r.session.poll(17);
  CHECK(r.session.program().message.empty());
  r.session.end_film("film.mp4: the disk is full", {});
  r.session.poll(100);
  CHECK(r.session.program().message == "film.mp4: the disk is full");
}
