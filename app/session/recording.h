// What an action changes goes into the history of the open row.
#pragma once

#include "app/session/action.h"

namespace lv {

/// How the open row was before an action that can be taken back.
struct BeforeAction {
  ViewWords view;
  std::optional<RowFocus> focus;
};
/// Empty: no row is open, or the action is not one that is recorded (Action::recorded).
std::optional<BeforeAction> before(const Action& action, const SessionState& state);

/// Adds what has changed since to the history. The steps of one drag become one change, and so do
/// those of a focus that follows the pointer.
void record(SessionState& state, const Action& action, const Command& command,
            const BeforeAction& before);

}  // namespace lv
