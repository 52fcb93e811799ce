#include "app/session/key_file.h"

#include <algorithm>
#include <deque>
#include <sstream>

#include "app/host/key_names.h"
#include "engine/core/lower_case.h"
#include "engine/core/text_file.h"
#include "engine/system/this_process.h"

namespace lv {
namespace {

struct NamedKey {
  Key key = Key::unknown;
  Modifiers modifiers;
};

/// "Ctrl+Shift+Z", any case, as the overview prints it or as scripts name it.
NamedKey key_in(std::string word) {
  word = lower_case(std::move(word));
  NamedKey named;
  for (const auto& [name, held] : {std::pair{"ctrl+", &Modifiers::control},
                                   {"alt+", &Modifiers::alt},
                                   {"shift+", &Modifiers::shift}}) {
    if (!word.starts_with(name)) continue;
    named.modifiers.*held = true;
    word.erase(0, std::string_view(name).size());
  }
  if (word == "esc") word = "escape";
  if (word == "pgup") word = "pageup";
  if (word == "pgdn") word = "pagedown";
  named.key = key_named(word);
  return named;
}

bool same(const KeyBinding& binding, const NamedKey& named) {
  return binding.key == named.key && binding.modifiers == named.modifiers;
}

/// Words of the file, which bindings point into.
std::string_view kept_for_good(const std::string& word) {
  static std::deque<std::string> words;
  return words.emplace_back(word);
}

Result<void> change_key(std::vector<Action>& table, const Command& line) {
  const NamedKey named = key_in(line.name);
  if (named.key == Key::unknown) return Error{ErrorCode::usage, "there is no such key", line.name};
  const auto& words = line.arguments;
  const auto action =
      words.empty() ? table.end() : std::ranges::find(table, words[0], &Action::name);
  if (!words.empty() && action == table.end()) {
    return Error{ErrorCode::usage, "there is no such action", words[0]};
  }
  if (words.size() > 2) {
    return Error{ErrorCode::usage, "a key does an action with one word at most", words[0]};
  }
  for (Action& other : table) {
    std::erase_if(other.keys, [&](const KeyBinding& binding) { return same(binding, named); });
  }
  if (words.empty()) return {};
  const Repeat repeat = action->keys.empty() ? Repeat::none : action->keys.front().repeat;
  action->keys.push_back({named.key, named.modifiers,
                          words.size() > 1 ? kept_for_good(words[1]) : std::string_view(), repeat});
  return {};
}

}  // namespace

Result<void> change_keys(std::vector<Action>& table, std::string_view text) {
  std::vector<Action> changed = table;
  std::istringstream lines{std::string(text)};
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    const auto words = parse_command(line);
    Result<void> done = words ? Result<void>() : Result<void>(words.error());
    if (words && !words->name.empty()) done = change_key(changed, *words);
    if (done) continue;
    return Error{ErrorCode::usage, "line " + std::to_string(number) + " of the file of keys: " +
                                       done.error().text() + "; all keys are as usual"};
  }
  table = std::move(changed);
  return {};
}

Result<void> read_key_file() {
  const std::filesystem::path folder = users_config_folder();
  if (folder.empty()) return {};
  const auto text = read_text_file(folder / "longview" / "keys", 1 << 20);
  if (!text && text.error().code == ErrorCode::not_found) return {};
  LV_TRY(text);
  return change_keys(changeable_actions(), *text);
}

}  // namespace lv
