// One-line records with a level and a subsystem, to stderr and to a ring that the UI shows.
// Any thread. Never a name, birth date, patient ID, or a path that may contain them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lv::log {

enum class Level { debug, info, warning, error };

/// Writes `level subsystem: message`. Not in loops.
void write(Level level, std::string_view subsystem, std::string_view message);

inline void debug(std::string_view subsystem, std::string_view message) {
  write(Level::debug, subsystem, message);
}
inline void info(std::string_view subsystem, std::string_view message) {
  write(Level::info, subsystem, message);
}
inline void warning(std::string_view subsystem, std::string_view message) {
  write(Level::warning, subsystem, message);
}
inline void error(std::string_view subsystem, std::string_view message) {
  write(Level::error, subsystem, message);
}

/// Least level that reaches stderr; the ring keeps everything from info up. Default: warning.
void set_stderr_level(Level level);

/// The newest records, oldest first, at most 200.
std::vector<std::string> recent();

}  // namespace lv::log
