// What asks a program to stop: Ctrl-C, a terminal that closes, the system.
#pragma once

#include <chrono>

namespace lv {

/// From now on such signals wait to be asked for, in this thread and those that it starts.
void hold_stop_signals();

/// Waits for one; its number.
int wait_for_stop_signal();

/// The same, but no longer than this; 0: none came.
int wait_for_stop_signal(std::chrono::nanoseconds patience);

/// Whoever reads what is printed may go away; printing then fails, and nothing else happens.
void ignore_closed_pipes();

}  // namespace lv
