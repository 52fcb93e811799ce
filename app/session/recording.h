// What an action changes goes into the history of the open row.
#pragma once

#include "app/session/action.h"

namespace lv {

/// How the open row was before an action that can be taken back.
struct BeforeAction {
  ViewWords view;
  std::optional<RowFocus> focus;
};
/// Empty: the action goes into no history by itself.
std::optional<BeforeAction> before(const Action& action, const SessionState& state);

/// Adds what has changed since. Steps of one drag, and of a focus that follows the pointer, become
/// one.
void record(SessionState& state, const Action& action, const Command& command,
            const BeforeAction& before);

}  // namespace lv
