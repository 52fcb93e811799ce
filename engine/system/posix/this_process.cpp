#include "engine/system/this_process.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace lv {

namespace fs = std::filesystem;

namespace {

/// XDG Base Directory Specification: what the variable names, where that is a whole path, else a
/// folder of the home.
fs::path base_folder(const char* variable, const char* at_home) {
  const char* named = std::getenv(variable);
  if (named != nullptr && *named == '/') return named;
  const fs::path home = home_folder();
  return home.is_absolute() ? home / at_home : fs::path();
}

}  // namespace

bool process_runs(long number) {
  return kill(static_cast<pid_t>(number), 0) == 0 || errno != ESRCH;
}

fs::path program_file() {
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure);
  return failure ? fs::path() : program;
}

long process_number() {
  return getpid();
}

fs::path home_folder() {
  const char* home = std::getenv("HOME");
  return home != nullptr ? fs::path(home) : fs::path();
}

void allow_long_paths() {}  // they are everywhere

fs::path users_cache_folder() {
  return base_folder("XDG_CACHE_HOME", ".cache");
}

fs::path users_state_folder() {
  return base_folder("XDG_STATE_HOME", ".local/state");
}

fs::path users_config_folder() {
  return base_folder("XDG_CONFIG_HOME", ".config");
}

}  // namespace lv
