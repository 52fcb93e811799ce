// One-line records with a level and a subsystem; those from warning up go to stderr.
// Any thread. Never a name, birth date, patient ID, or a path that may contain them.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace lv::log
