#include "engine/system/this_process.h"

#include <unistd.h>

#include <cstdlib>

namespace lv {

namespace fs = std::filesystem;

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

/// XDG Base Directory Specification: $XDG_CACHE_HOME, where it is a whole path, else ~/.cache.
fs::path users_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return cache;
  const fs::path home = home_folder();
  return home.empty() ? home : home / ".cache";
}

}  // namespace lv
