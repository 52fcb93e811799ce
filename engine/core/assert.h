// LV_ASSERT: for our own mistakes, never for input. On in release too, because a wrong picture is
// worse than none. What is built names its files alone, not the folder where it was built.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace lv {

[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "longview stopped because of a mistake of its own: %s (%s:%d)\n", condition,
               file, line);
  std::abort();
}

}  // namespace lv

#define LV_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::lv::assertion_failed(#condition, __FILE_NAME__, __LINE__))
