// What our own code does not throw but libraries and the system may: no memory, no thread, a folder
// that cannot be asked. Where work begins (the program, a thread), it becomes an Error like any
// other.
#pragma once

#include "engine/core/result.h"

namespace lv {

/// The exception that is being handled, in a sentence. Only inside a catch.
Error caught();

/// Runs `work`; what it throws is an Error.
template <class Work>
Result<void> guarded(const Work& work) {
  try {
    return work();
  } catch (...) {
    return caught();
  }
}

}  // namespace lv
