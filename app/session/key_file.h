// The user's own keys, from a file. A line is a key and what it does: "Ctrl+B look swipe"; "Ctrl+B"
// alone: nothing. An action keeps its other keys.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "app/session/action.h"

namespace lv {

/// Changes the keys of a table of actions. Error: the first line that cannot be understood, with
/// its number; the table is then unchanged.
Result<void> change_keys(std::vector<Action>& table, std::string_view text);

/// Changes the program's keys by $XDG_CONFIG_HOME/longview/keys or ~/.config/longview/keys, where
/// there is one. To be called once, before the first key is pressed.
Result<void> read_key_file();

}  // namespace lv
