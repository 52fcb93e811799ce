#include "app/session/command.h"

#include <iomanip>
#include <sstream>

namespace lv {

Result<Command> parse_command(std::string_view line) {
  std::istringstream stream{std::string(line)};
  Command command;
  std::string word;
  while (stream >> std::ws && stream.peek() != EOF) {
    const bool quoted = stream.peek() == '"';
    if (!quoted && command.name.empty() && stream.peek() == '#') return command;
    stream >> std::quoted(word);
    // A closing quote is the last character read; without one the stream ran out.
    if (quoted && stream.eof())
      return Error{ErrorCode::usage, "a quote is not closed", std::string(line)};
    if (command.name.empty()) {
      command.name = word;
    } else {
      command.arguments.push_back(word);
    }
  }
  return command;
}

std::string line_of(const Command& command) {
  std::ostringstream stream;
  stream << command.name;
  for (const std::string& argument : command.arguments) {
    const bool plain = !argument.empty() && argument.find_first_of(" \t\"\\#") == std::string::npos;
    stream << ' ';
    if (plain) {
      stream << argument;
    } else {
      stream << std::quoted(argument);
    }
  }
  return stream.str();
}

}  // namespace lv
