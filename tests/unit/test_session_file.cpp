// Session files: what the user has said comes back, and what is no session file is refused.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>

#include "app/row/session_file.h"
#include "engine/dicom/scan.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using lv::test::TemporaryFolder;

namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

SessionFile example(const std::filesystem::path& folder) {
  using namespace std::chrono;
  SessionFile session;
  session.paths = {folder / "discs" / "2011", "/elsewhere"};
  session.corrections.placements = {{{"1.2.3", 2}, SeriesKey{"1.2.4", 1}}, {{"1.2.5", 1}, {}}};
  session.corrections.dates = {{"1.2", Date{2011y / March / 4}}};
  session.corrections.one_person = true;
  session.corrections.slice_spacings = {{{"1.2.3", 2}, 3.3}, {{"1.2.4", 1}, 0}};
  return session;
}

}  // namespace

TEST_CASE("a session file brings back folders, placements, dates and the answer") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "discs" / "2011");
  const auto file = folder.path() / "mine.longview";
  REQUIRE(write_session_file(file, example(folder.path())).ok());
  const auto back = expand_session_files({"/more", file});
  REQUIRE(back.ok());
  REQUIRE(back->paths.size() == 2);
  CHECK(back->paths[0] == "/more");
  CHECK(back->paths[1] == folder.path() / "discs" / "2011");
  const Corrections& c = back->corrections;
  CHECK(c.slice_spacings == example(folder.path()).corrections.slice_spacings);
  REQUIRE(c.placements.size() == 2);
  CHECK(c.placements[0].series == SeriesKey{"1.2.3", 2});
  CHECK(c.placements[0].with == SeriesKey{"1.2.4", 1});
  CHECK_FALSE(c.placements[1].with.has_value());
  REQUIRE(c.dates.size() == 1);
  CHECK(iso_text(c.dates[0].second) == "2011-03-04");
  CHECK(c.one_person);
}

TEST_CASE("of a session a folder that is not there is named, kept and does not hold up the rest") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "discs" / "2011");
  const auto file = folder.path() / "mine.longview", again = folder.path() / "again.longview";
  REQUIRE(write_session_file(file, example(folder.path())).ok());
  const auto back = expand_session_files({file});
  REQUIRE(back.ok());
  CHECK(back->paths == std::vector{folder.path() / "discs" / "2011"});
  CHECK(missing_text(*back).find("elsewhere") != std::string::npos);
  REQUIRE(write_session_file(again, *back).ok());
  CHECK(read_session_file(again)->paths.size() == 2);
  std::filesystem::remove_all(folder.path() / "discs");
  CHECK(expand_session_files({file}).error().code == ErrorCode::not_found);
  CHECK(missing_text({}).empty());
}

TEST_CASE("what is no small text file is no session and ends no program") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "bad.longview";
  SUBCASE("a pipe that nobody writes into") {
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
  }
  SUBCASE("values within values, as deep as a stack is not") {
    std::ofstream(file) << std::string(500'000, '[');
  }
  SUBCASE("the same, closed, of objects") {
    std::ofstream stream(file);
    for (int i = 0; i < 200'000; ++i) stream << "{\"a\":";
    stream << "1" << std::string(200'000, '}');
  }
  SUBCASE("a folder") {
    std::filesystem::create_directory(file);
  }
  CHECK(expand_session_files({file}).error().code == ErrorCode::unreadable);
}

TEST_CASE("a series that the user has moved stands there again when the session is opened") {
  const TemporaryFolder folder;
  lv::test::SmallSlice other;
  other.study = "9.9";
  other.series = "9.9.1";
  other.sop = "9.9.1.1";
  other.date = "20190101";
  lv::test::write_series(folder.path() / "a", 3);
  lv::test::write_series(folder.path() / "b", 3, other);
  SessionFile session;
  session.paths = {folder.path() / "a", folder.path() / "b"};
  session.corrections.placements = {{{"9.9.1", 1}, {}}};
  const auto file = folder.path() / "mine.longview";
  REQUIRE(write_session_file(file, session).ok());
  const auto rows = [](const SessionFile& s) {
    const auto matrix = scan(s.paths, s.corrections);
    REQUIRE(matrix.ok());
    return (*matrix)->rows.size();
  };
  CHECK(rows({session.paths, {}}) == 1);
  CHECK(rows(read_session_file(file).value()) == 2);
}

TEST_CASE("a session keeps an archive's address, which is no folder beside it") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a.longview";
  const std::filesystem::path address = "dicom+tls://PACS@h?StudyDate=20100101-&ca=/etc/x.pem";
  REQUIRE(write_session_file(file, {{address}, {}, {}, {}, false}));
  const auto back = expand_session_files({file});
  REQUIRE(back);
  CHECK(back->paths == std::vector{address});
  CHECK(back->missing.empty());
}

TEST_CASE("session file and folders move together") {
  const TemporaryFolder folder;
  const auto before = folder.path() / "stick", after = folder.path() / "computer";
  std::filesystem::create_directories(before);
  REQUIRE(write_session_file(before / "mine.longview", example(before)).ok());
  std::filesystem::rename(before, after);
  const auto back = read_session_file(after / "mine.longview");
  REQUIRE(back.ok());
  CHECK(back->paths[0] == after / "discs" / "2011");
}

TEST_CASE("what is said later wins, for each series and study alone") {
  Corrections said = example("/").corrections, later;
  later.placements = {{{"1.2.5", 1}, SeriesKey{"1.2.3", 2}}};
  merge(said, later);
  REQUIRE(said.placements.size() == 2);
  CHECK(said.placements.back().with == SeriesKey{"1.2.3", 2});
  CHECK(said.one_person);
  CHECK(said.dates.size() == 1);
}

TEST_CASE("what is no session file is refused in a sentence that names no folder") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "mine.longview";
  CHECK(read_session_file(file).error().code == ErrorCode::not_found);
  REQUIRE(write_session_file(file, example(folder.path())).ok());
  const std::string good = text_of(file);
  std::string flattened = good;
  flattened.replace(good.find("\"mm\": 3.3"), 9, "\"mm\": 1e-9");
  for (const std::string& text :
       {std::string(), std::string("[]"), good.substr(0, good.size() / 2), flattened,
        std::string("{\"longview_session\": 2}"), std::string("{\"longview_session\": \"1\"}")}) {
    CAPTURE(text);
    std::ofstream(file) << text;
    const auto result = read_session_file(file);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == ErrorCode::unreadable);
    CHECK(result.error().text().find(folder.path().string()) == std::string::npos);
  }
}
