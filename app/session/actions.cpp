#include <algorithm>

#include "app/host/key_names.h"
#include "app/session/action.h"
#include "app/session/recording.h"

namespace lv {
namespace {

/// Whether an action takes so many words, by the text that names them.
bool takes(std::string_view words, std::size_t count) {
  std::size_t least = 0, most = 0;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    least += words[at] == '[' ? 0 : 1;
    ++most;
    at = end + 1;
  }
  return count >= least && (count <= most || words.find("…") != std::string_view::npos);
}

Error wrong_words(const Action& action, const Command& command) {
  const std::string wanted =
      action.words.empty() ? "it takes none" : "it takes " + std::string(action.words);
  return {ErrorCode::usage, "wrong number of words; " + wanted, line_of(command)};
}

void append(std::string& list, std::string_view text) {
  if (text.empty()) return;
  if (!list.empty()) list += ", ";
  list += text;
}

}  // namespace

std::vector<Action>& changeable_actions() {
  static std::vector<Action> all = [] {
    std::vector<Action> rows;
    for (const auto& of_a_kind :
         {scan_actions(), time_actions(), space_actions(), hand_actions(), focus_actions(),
          look_actions(), pointer_actions(), level_actions(), film_actions(), history_actions(),
          program_actions()}) {
      rows.insert(rows.end(), of_a_kind.begin(), of_a_kind.end());
    }
    return rows;
  }();
  return all;
}

const std::vector<Action>& actions() {
  return changeable_actions();
}

const Action* action_named(std::string_view name) {
  const auto found = std::ranges::find(actions(), name, &Action::name);
  return found == actions().end() ? nullptr : &*found;
}

bool can_be_done(const Action& action, const SessionState& state) {
  return action.needs == Needs::nothing ||
         (action.needs == Needs::row ? state.row.has_value() : state.scans.matrix != nullptr);
}

std::string keys_of(const Command& command) {
  const Action* const action = action_named(command.name);
  std::string keys;
  if (action == nullptr) return keys;
  const std::string word = command.arguments.empty() ? "" : command.arguments.front();
  for (const KeyBinding& binding : action->keys) {
    if (binding.word == word) append(keys, printed(binding.key, binding.modifiers));
  }
  return keys.empty() ? std::string(action->hands) : keys;
}

std::string printed_keys(const Action& action) {
  std::string keys;
  for (const KeyBinding& binding : action.keys) {
    append(keys, printed(binding.key, binding.modifiers));
  }
  append(keys, action.hands);
  return keys;
}

Result<void> apply(SessionState& state, const Command& command) {
  const Action* const action = action_named(command.name);
  if (action == nullptr) {
    return Error{ErrorCode::usage, "there is no such command", command.name};
  }
  if (!takes(action->words, command.arguments.size())) return wrong_words(*action, command);
  if (!can_be_done(*action, state)) {
    return Error{ErrorCode::usage,
                 action->needs == Needs::row ? "open a row first" : "there are no scans yet"};
  }
  const auto before = lv::before(*action, state);
  LV_TRY(action->run(state, command.arguments));
  if (before && state.row) record(state, *action, command, *before);
  return {};
}

}  // namespace lv
