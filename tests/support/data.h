// The folder of real data, where there is one.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

namespace lv::test {

/// $LONGVIEW_DATA, or ../shared/data beside the repository (tests run in its root).
inline std::filesystem::path data_folder() {
  const char* named = std::getenv("LONGVIEW_DATA");
  return named != nullptr ? named : "../shared/data";
}

/// Whether a part of it is there; says that the test is skipped where it is not.
inline bool data_is_here(const std::string& part) {
  if (std::filesystem::exists(data_folder() / part)) return true;
  std::cout << "SKIPPED: no real data at " << (data_folder() / part).string() << "\n";
  return false;
}

}  // namespace lv::test
