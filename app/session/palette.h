// The palette: every action by name, for a user who does not know its key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/session/action.h"

namespace lv {

struct PaletteEntry {
  Command command;
  std::string text;  ///< "three planes; again: one", "look: swipe"
  std::string keys;  ///< that do the same; empty: none
};

/// What can be done now in one step and whose text has the typed letters in this order, any case.
/// Those that have them side by side come first, the earlier the better.
std::vector<PaletteEntry> palette(const SessionState& state, std::string_view typed);

}  // namespace lv
