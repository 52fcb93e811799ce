// Scripts and thumbnails, without a window: what a script may say, what it is told when it errs.
#include <doctest/doctest.h>

#include <fstream>

#include "app/jobs/metric_choice.h"
#include "app/window/expectation.h"
#include "app/window/script.h"
#include "app/window/thumbnails.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using lv::test::TemporaryFolder;

namespace {

Session empty_session() {
  return Session(MetricChoice::make("cpu"));
}

/// Runs a script until it ends; its error, or "".
std::string run_script(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.script";
  std::ofstream(path) << text;
  auto script = Script::read(path);
  if (!script) return script.error().text();
  Session session = empty_session();
  const Script::Stage stage{session, [](const auto&) { return Result<void>(); }, [](ExtentPx) {},
                            [](double) {}};
  std::vector<InputEvent> events;
  while (!script->done()) {
    if (const auto done = script->step(stage, events); !done) return done.error().text();
  }
  return "";
}

std::string told(const std::string& line) {
  Session session = empty_session();
  const auto held = expect(session, parse_command(line).value());
  return held ? "" : held.error().text();
}

bool says(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an_expectation_compares_numbers_and_texts") {
  CHECK(told("expect rows = 0").empty());
  CHECK(told("expect rows < 1").empty());
  CHECK(told("expect screen = start").empty());
  CHECK(told("expect screen ~ tar").empty());
  CHECK(says(told("expect rows = 1"), "but it is 0"));
  CHECK(says(told("expect screen = scans"), "but it is start"));
}

TEST_CASE("a_relation_that_there_is_not_is_an_error") {
  CHECK(says(told("expect screen != scans"), "a relation is =, <, > or ~"));
  CHECK(says(told("expect screen contains start"), "a relation is =, <, > or ~"));
}

TEST_CASE("a_text_is_no_number") {
  CHECK(says(told("expect screen < 5"), "only numbers can be compared"));
  CHECK(says(told("expect rows = 0x"), "but it is 0"));
}

TEST_CASE("a_line_that_cannot_be_read_is_named_by_its_number") {
  CHECK(says(run_script("# a remark\n\nopen \"half\n"), "line 3: "));
}

TEST_CASE("a_line_that_fails_is_named_by_its_number") {
  CHECK(says(run_script("expect rows = 0\nexpect rows = 7\n"), "line 2: "));
  CHECK(says(run_script("sing\n"), "line 1: "));
}

TEST_CASE("numbers_of_a_script_are_numbers_as_a_whole") {
  for (const char* line : {"frames x", "frames", "frames 3x", "size 640", "size 640 0", "scale",
                           "scale 1.5x", "wheel x", "wait idle soon", "wait long"}) {
    CHECK_MESSAGE(says(run_script(line), "line 1: "), line);
  }
  CHECK(run_script("frames 2\nsize 640 480\nscale 1.5\nwheel -1\nwait idle 5\n") == "");
}

TEST_CASE("typed_text_is_sent_as_code_points") {
  const auto frames = events_of({"type", {"aé…😀"}});
  REQUIRE(frames);
  std::vector<std::uint32_t> points;
  for (const auto& frame : *frames) points.push_back(std::get<TextEvent>(frame.at(0)).code_point);
  CHECK(points == std::vector<std::uint32_t>{'a', 0xE9, 0x2026, 0x1F600});
  CHECK_FALSE(events_of({"type", {"a\xC3"}}));  // cut off in the middle of a character
}

TEST_CASE("a_click_moves_presses_and_lets_go_in_three_frames") {
  CHECK_FALSE(events_of({"click", {"no such label"}}));
  const auto frames = events_of({"key", {"z", "ctrl"}});
  REQUIRE(frames);
  REQUIRE(frames->size() == 2);
  CHECK(std::get<KeyEvent>((*frames)[0][0]).modifiers == Modifiers{false, true, false});
  CHECK_FALSE(std::get<KeyEvent>((*frames)[1][0]).down);
}

TEST_CASE("a_thumbnail_without_room_is_shown_once_there_is_room") {
  std::size_t room = 1;
  std::map<SeriesKey, ui::ThumbnailPicture> shown;
  ui::PictureId last = 0;
  const Thumbnails::Room limited{
      [&](ExtentPx, const std::vector<std::uint8_t>&) -> Result<ui::PictureId> {
        if (room == 0) return Error{ErrorCode::unavailable, "full"};
        --room;
        return ++last;
      },
      [&](ui::PictureId) { ++room; }};
  const auto made = [](const char* uid) { return MadeThumbnail{{uid, 0}, {2, 2, {1, 2, 3, 4}}}; };
  Thumbnails thumbnails;
  CHECK(thumbnails.take({made("1"), made("2")}, 10, shown, limited));
  CHECK(shown.size() == 1);
  CHECK_FALSE(thumbnails.take({}, 10.5, shown, limited));  // too early to try again
  room = 1;
  CHECK(thumbnails.take({}, 11.1, shown, limited));
  CHECK(shown.size() == 2);
}

TEST_CASE("a_series_later_thumbnail_takes_the_place_of_its_earlier_one") {
  std::map<SeriesKey, ui::ThumbnailPicture> shown;
  std::vector<ui::PictureId> removed;
  ui::PictureId last = 0;
  const Thumbnails::Room room{
      [&](ExtentPx, const std::vector<std::uint8_t>&) { return Result<ui::PictureId>(++last); },
      [&](ui::PictureId id) { removed.push_back(id); }};
  Thumbnails thumbnails;
  thumbnails.take({{{"1", 0}, {1, 1, {9}}}, {{"1", 0}, {1, 1, {8}}}, {{"2", 0}, {}}}, 0, shown,
                  room);
  CHECK(removed == std::vector<ui::PictureId>{1});
  CHECK(shown.size() == 1);
}
