// What this program has used so far, by the kernel's account.
#pragma once

#include <sys/resource.h>

#include <fstream>
#include <string>

namespace lv::test {

/// Of all threads, user and system: on a busy machine this tells more than the clock.
inline double cpu_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// VmHWM: the most memory it has held; VmRSS: now. kB; 0 where the kernel does not tell.
inline double memory_kb(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1));
  }
  return 0;
}

}  // namespace lv::test
