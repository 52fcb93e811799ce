// Ctrl-C and a polite kill become a stop request, so that long work ends cleanly and leaves nothing
// half-written. Work that does not hear of it in time, because it is inside a file or waits for a
// folder that does not answer, is ended where it stands.
#pragma once

#include <stop_token>

namespace lv {

/// Blocks SIGINT, SIGTERM and (unless it is ignored) SIGHUP in every thread and waits for them on
/// one of its own. Call once, before any other thread is started. The token is stopped when the
/// user asks to stop; half a second later at most, or once its unfinished files are removed, the
/// program has ended, with `exit_code` where it had to be ended. A second signal ends it at once.
std::stop_token stop_on_interrupt(int exit_code);

/// The program is leaving by itself: what still runs is given the same time.
void leave_soon(int exit_code);

}  // namespace lv
