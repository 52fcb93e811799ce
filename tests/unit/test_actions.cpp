// The table of actions: what every reader of it may rely on.
#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "app/host/key_names.h"
#include "app/session/action.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;
using lv::test::three_dates_open;

namespace {

/// The keys in the left column of the README's table.
std::set<std::string> keys_of_readme() {
  std::ifstream readme("README.md");
  REQUIRE(readme);
  std::set<std::string> keys;
  bool there = false;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("## ")) there = line == "## Keys and mouse";
    if (!there || !line.starts_with("| ")) continue;
    std::string cell = line.substr(2, line.find(" | ") - 2);
    for (char& c : cell) c = c == ',' || c == ';' ? ' ' : c;
    std::istringstream words(cell);
    for (std::string word; words >> word;) keys.insert(word);
  }
  return keys;
}

}  // namespace

TEST_CASE("no_two_actions_have_one_name") {
  std::set<std::string_view> names;
  for (const Action& action : actions()) {
    CHECK_MESSAGE(names.insert(action.name).second, action.name);
  }
}

TEST_CASE("no_key_does_two_things") {
  std::set<std::string> keys;
  for (const Action& action : actions()) {
    for (const KeyBinding& binding : action.keys) {
      CHECK_MESSAGE(keys.insert(printed(binding.key, binding.modifiers)).second, action.name);
    }
  }
}

TEST_CASE("what_has_a_key_says_what_it_does") {
  for (const Action& action : actions()) {
    if (!printed_keys(action).empty()) CHECK_MESSAGE(!action.title.empty(), action.name);
  }
}

TEST_CASE("the_readme_lists_every_key") {
  const std::set<std::string> told = keys_of_readme();
  for (const Action& action : actions()) {
    for (const KeyBinding& binding : action.keys) {
      const std::string key = printed(binding.key, binding.modifiers);
      CHECK_MESSAGE(told.contains(key), action.name << ": " << key);
    }
  }
}

TEST_CASE("the_readme_lists_no_key_that_does_nothing") {
  std::set<std::string> known{"A", "X", "?"};  // these are held, or typed
  for (const Action& action : actions()) {
    for (const KeyBinding& binding : action.keys) {
      known.insert(printed(binding.key, binding.modifiers));
    }
  }
  for (const std::string& word : keys_of_readme()) {
    const bool chord = word.find('+') != std::string::npos && word.size() > 1;
    const bool letter = word.size() == 1 && std::isupper(static_cast<unsigned char>(word[0])) != 0;
    if (chord || letter) CHECK_MESSAGE(known.contains(word), word);
  }
}

TEST_CASE("the_overview_of_keys_prints_keys_and_what_the_mouse_does") {
  const auto keys = [](const char* name) { return printed_keys(*action_named(name)); };
  CHECK(keys("date") == "Left, Right, Home, End, 0, 1…9");
  CHECK(keys("slice") == "Up, Down, PgUp, PgDn, wheel");
  CHECK(keys("redo") == "Ctrl+Y, Ctrl+Shift+Z");
  CHECK(keys("pan") == "middle drag, Shift + left drag");
  CHECK(keys("keys") == "F1, ?");
  CHECK(keys("demo").empty());
}

TEST_CASE("a_command_knows_its_own_key") {
  CHECK(keys_of({"look", {"swipe"}}) == "W");
  CHECK(keys_of({"look", {"fade"}}).empty());
  CHECK(keys_of({"film", {}}) == "Ctrl+E");
  CHECK(keys_of({"hand", {}}) == "A held or tapped");
  CHECK(keys_of({"no-such", {}}).empty());
}

TEST_CASE("keys_are_named_alike_on_the_screen_and_in_scripts") {
  for (int k = 1; k <= static_cast<int>(Key::f12); ++k) {
    std::string name = printed(static_cast<Key>(k), {});
    if (name.empty()) continue;  // a key that does nothing
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "esc") name = "escape";
    if (name == "pgup") name = "pageup";
    if (name == "pgdn") name = "pagedown";
    CHECK_MESSAGE(key_named(name) == static_cast<Key>(k), name);
  }
  CHECK(key_named("no-such") == Key::unknown);
}

TEST_CASE("wrong_words_are_told_with_the_right_ones") {
  SessionState state = three_dates_open();
  const auto told = [&](const char* line) { return act(state, line).error().text(); };
  CHECK(told("nudge 1").find("it takes MM-RIGHT MM-DOWN [PLANE]") != std::string::npos);
  CHECK(told("nudge 1 2 axial 4").find("MM-RIGHT") != std::string::npos);
  CHECK(told("invert 1").find("it takes none") != std::string::npos);
  CHECK(told("zoom x").find("a number is expected") != std::string::npos);
  CHECK(told("zoom +-5").find("a number is expected") != std::string::npos);
  CHECK(told("no-such").find("no such command") != std::string::npos);
}

TEST_CASE("what_needs_a_row_says_so_and_changes_nothing") {
  SessionState state;
  for (const Action& action : actions()) {
    if (action.needs != Needs::row) continue;
    CHECK_FALSE(can_be_done(action, state));
    const auto done = apply(state, {std::string(action.name), {"1", "1", "1"}});
    CHECK_MESSAGE(!done, action.name);
  }
  CHECK(act(state, "play").error().text() == "open a row first");
  CHECK_FALSE(state.view.state.playing);
}

TEST_CASE("what_needs_scans_says_so") {
  SessionState state;
  CHECK(act(state, "row next").error().text() == "there are no scans yet");
}
