// Action: one thing that a person can do. One row says all of it, beside the function that does it:
// keys, overview, tooltips, menus, scripts and their errors read that row.
//
// To add one, write its function and its row in the file of its kind (time_actions.cpp, say). The
// function takes the parts of the state that it needs, by reference, and its words where it has
// some; from its parameters follows when it can be done.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "app/host/input.h"
#include "app/session/command.h"
#include "app/session/state.h"
#include "app/session/words.h"

namespace lv {

inline constexpr Modifiers with_control{false, true, false}, with_shift{true, false, false};

/// What a key does while it is held. Slow: three times a second, for what changes the whole
/// picture: faster flicker can harm.
enum class Repeat { none, slow, fast };

/// A key that does an action while no text field, menu or dialog owns the keyboard.
struct KeyBinding {
  Key key;
  Modifiers modifiers;         ///< match exactly
  std::string_view word = {};  ///< follows the action's name; empty: none
  Repeat repeat = Repeat::none;
};

/// What there must be before an action can be done.
enum class Needs { nothing, scans, row };

struct Action {
  std::string_view name;
  std::string words;  ///< that follow the name: "STEPS [PLANE]"; "…": any number of the last
  std::string title;  ///< what it does, in a few words; empty: no person does it directly
  std::vector<KeyBinding> keys;
  std::string_view hands;  ///< what else does it, as printed: "wheel"
  Needs needs;
  Result<void> (*run)(SessionState&, Words);
  bool recorded = false;  ///< what it changes of the view and the focus can be undone
};

/// Every action, in the order of the overview.
const std::vector<Action>& actions();
/// The same table, to give actions other keys (key_file.h). Only before the first key is pressed.
std::vector<Action>& changeable_actions();

// The rows of each file of actions.
std::vector<Action> scan_actions();
std::vector<Action> time_actions();
std::vector<Action> space_actions();
std::vector<Action> hand_actions();
std::vector<Action> focus_actions();
std::vector<Action> look_actions();
std::vector<Action> pointer_actions();
std::vector<Action> level_actions();
std::vector<Action> film_actions();
std::vector<Action> history_actions();
std::vector<Action> program_actions();

/// It cannot be done without words that follow it.
inline bool needs_words(const Action& action) {
  return !action.words.empty() && action.words.front() != '[';
}

/// Null: there is none of this name.
const Action* action_named(std::string_view name);

/// There is what the action needs.
bool can_be_done(const Action& action, const SessionState& state);

/// The keys that do exactly this: "Ctrl+Y, Ctrl+Shift+Z"; without any, what else does the action.
std::string keys_of(const Command& command);

/// All that does an action, keys first: "Up, Down, PgUp, PgDn, wheel".
std::string printed_keys(const Action& action);

/// Does what a command says. Error: no such action, other words than it takes, or it makes no sense
/// now; the state is then unchanged.
Result<void> apply(SessionState& state, const Command& command);

// How a row is made of a function.

template <class Part>
auto& part_of(SessionState& state) {
  if constexpr (std::is_same_v<Part, Scans>) return state.scans;
  if constexpr (std::is_same_v<Part, Matrix>) return *state.scans.matrix;
  if constexpr (std::is_same_v<Part, OpenRow>) return *state.row;
  if constexpr (std::is_same_v<Part, View>) return state.view;
  if constexpr (std::is_same_v<Part, Films>) return state.films;
  if constexpr (std::is_same_v<Part, ProgramState>) return state.program;
  if constexpr (std::is_same_v<Part, SessionState>) return state;
}

template <class Argument>
decltype(auto) given(SessionState& state, [[maybe_unused]] Words words) {
  if constexpr (std::is_same_v<Argument, Words>) {
    return words;
  } else {
    return part_of<std::remove_cvref_t<Argument>>(state);
  }
}

template <auto function>
struct Body;
template <class R, class... Arguments, R (*function)(Arguments...)>
struct Body<function> {
  template <class Part>
  static constexpr bool takes = (std::is_same_v<std::remove_cvref_t<Arguments>, Part> || ...);
  static constexpr Needs needs = takes<OpenRow>  ? Needs::row
                                 : takes<Matrix> ? Needs::scans
                                                 : Needs::nothing;

  static Result<void> run(SessionState& state, Words words) {
    if constexpr (std::is_void_v<R>) {
      function(given<Arguments>(state, words)...);
      return {};
    } else {
      return function(given<Arguments>(state, words)...);
    }
  }
};

/// The row of a function.
template <auto function>
Action action(std::string_view name, std::string words, std::string title,
              std::vector<KeyBinding> keys = {}, std::string_view hands = {}) {
  using B = Body<function>;
  return {name, std::move(words), std::move(title), std::move(keys), hands, B::needs, B::run};
}

inline Action recorded(Action action) {
  action.recorded = true;
  return action;
}

}  // namespace lv
