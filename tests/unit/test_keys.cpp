// Keys: what a file says of them, and how often one that is held does something.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "app/jobs/metric_choice.h"
#include "app/session/key_file.h"
#include "app/window/keys.h"
#include "engine/system/folder_chooser.h"
#include "engine/system/posix/mounts.h"
#include "tests/support/dicom_bytes.h"

using namespace lv;
using lv::test::SmallSlice;
using lv::test::TemporaryFolder;
using lv::test::write_series;

namespace {

std::string keys_in(const std::vector<Action>& table, std::string_view name) {
  const auto action = std::ranges::find(table, name, &Action::name);
  REQUIRE(action != table.end());
  return printed_keys(*action);
}

/// Nine dates of one kind of picture, compared, at the oldest.
struct NineDates {
  TemporaryFolder folder;
  Session session{MetricChoice::make("cpu")};

  NineDates() {
    for (int year = 2011; year < 2020; ++year) {
      SmallSlice slice;
      slice.study += "." + std::to_string(year);
      slice.series += "." + std::to_string(year);
      slice.sop += "." + std::to_string(year);
      slice.date = std::to_string(year) + "0304";
      write_series(folder.path() / std::to_string(year), 3, slice);
    }
    REQUIRE(session.apply({"open", {folder.path().string()}}).ok());
    for (int i = 0; i < 10000 && (!session.matrix() || session.state().scans.reading); ++i) {
      session.poll(0);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE(session.apply({"row", {"1", "1"}}).ok());
    REQUIRE(session.row()->dates.size() == 9);
  }
};

}  // namespace

TEST_CASE("a_file_gives_keys_to_actions_and_takes_them") {
  std::vector<Action> table = actions();
  REQUIRE(change_keys(table, "# mine\nCtrl+B look swipe\nw\nF5 fullscreen\nalt+pgup slice 9\n"));
  CHECK(keys_in(table, "look").find("Ctrl+B") != std::string::npos);
  CHECK(keys_in(table, "look").find("W") == std::string::npos);
  CHECK(keys_in(table, "fullscreen") == "F11, F5");
  CHECK(keys_in(table, "slice").find("Alt+PgUp") != std::string::npos);
  const auto& look = *std::ranges::find(table, "look", &Action::name);
  CHECK(look.keys.back().word == "swipe");
}

TEST_CASE("a_key_that_had_another_action_does_the_one_of_the_file_only") {
  std::vector<Action> table = actions();
  REQUIRE(change_keys(table, "R invert"));
  CHECK(keys_in(table, "reset").empty());
  CHECK(keys_in(table, "invert") == "I, R");
}

TEST_CASE("of_a_file_of_keys_with_a_mistake_nothing_counts_and_the_line_is_named") {
  for (const auto& [text, words] :
       {std::pair{"R invert\nCtrl+Foo invert", "line 2 of the file of keys: Ctrl+Foo: there is no"},
        {"B paint", "paint: there is no such action"},
        {"B look swipe line", "one word at most"},
        {"B \"look", "line 1"}}) {
    std::vector<Action> table = actions();
    const auto done = change_keys(table, text);
    REQUIRE_FALSE(done.ok());
    CHECK_MESSAGE(done.error().text().find(words) != std::string::npos, done.error().text());
    CHECK(keys_in(table, "invert") == "I");
  }
}

TEST_CASE("a_held_key_changes_the_date_no_more_than_three_times_a_second") {
  NineDates nine;
  Keys keys;
  int changes = 0;
  double last = nine.session.view().position;
  for (int i = 0; i < 60; ++i) {  // a keyboard's 30 a second, for two seconds
    keys.handle(nine.session, KeyEvent{Key::right, true, i > 0, {}}, KeyboardOwner::picture,
                10 + i / 30.0);
    changes += nine.session.view().position != last ? 1 : 0;
    last = nine.session.view().position;
  }
  CHECK(changes >= 5);
  CHECK(changes <= 7);  // the press, and three a second
}

TEST_CASE("discs_are_what_is_mounted_below_media_under_their_names") {
  const auto discs = discs_in(
      "/dev/sda1 / ext4 rw 0 0\n"
      "/dev/sr0 /media/anna/CD\\0402011 iso9660 ro 0 0\n"
      "/dev/sdb1 /run/media/anna/STICK vfat rw 0 0\n"
      "tmpfs /media tmpfs rw 0 0\n"
      "broken\n");
  REQUIRE(discs.size() == 2);
  CHECK(discs[0] == "/media/anna/CD 2011");
  CHECK(discs[1] == "/run/media/anna/STICK");
  CHECK(discs_in("").empty());
}

TEST_CASE("the_desktop_s_dialog_answers_with_a_folder_or_nothing") {
  const TemporaryFolder folder;
  const std::string path = getenv("PATH");
  const auto zenity = folder.path() / "zenity";
  for (const bool cancelled : {false, true}) {
    std::ofstream(zenity) << "#!/bin/sh\n"
                          << (cancelled ? "exit 1\n" : "sleep 0.2; echo '/scans of 2011'\n");
    std::filesystem::permissions(zenity, std::filesystem::perms::owner_all);
    setenv("PATH", (folder.path().string() + ":" + path).c_str(), 1);
    FolderChooser chooser;
    REQUIRE(chooser.available());
    REQUIRE(chooser.show());
    std::optional<std::filesystem::path> chosen;
    for (int i = 0; i < 5000 && chooser.open(); ++i) {
      if (auto answer = chooser.take()) chosen = answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    CHECK_FALSE(chooser.open());
    CHECK(chosen ==
          (cancelled ? std::nullopt : std::optional<std::filesystem::path>("/scans of 2011")));
  }
  setenv("PATH", "/nowhere", 1);
  CHECK_FALSE(FolderChooser().available());
  setenv("PATH", path.c_str(), 1);
}
