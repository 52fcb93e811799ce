// What holds for the whole process: its streams, and how it ends where it cannot go on.
#pragma once

namespace lv {

/// Call first. Standard streams that are closed stay of no use, instead of becoming the next file
/// that is opened; a reader of our output that has gone is an error of writing and no signal; where
/// an exception leaves a thread, or a library ends the program (as Xlib does when the display has
/// gone), one sentence is said, nothing half-written stays, and the exit code is 1.
void prepare_process();

/// Call last, on the way out of main: the program ends by itself.
void process_ends();

}  // namespace lv
