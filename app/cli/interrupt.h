// Ctrl-C and a polite kill become a stop request, so that long work ends cleanly and leaves nothing
// half-written. A second Ctrl-C ends the program at once.
#pragma once

#include <stop_token>

namespace lv {

/// Blocks SIGINT and SIGTERM in every thread and waits for them on one of its own. Call once,
/// before any other thread is started. The token is stopped when the user asks to stop.
std::stop_token stop_on_interrupt();

}  // namespace lv
