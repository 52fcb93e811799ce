// Command: the only way the state of the program changes. A key, a button, a script line and the
// command palette all make one; a recording is a list of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace lv {

struct Command {
  std::string name;
  std::vector<std::string> arguments;
  bool operator==(const Command&) const = default;
};

/// Words are separated by blanks; a word in double quotes may contain blanks, and \" and \\ inside
/// it. A line that is empty or starts with # gives a command without a name. Error: an open quote.
Result<Command> parse_command(std::string_view line);

/// The line that parse_command reads back.
std::string line_of(const Command& command);

}  // namespace lv
