// What holds for the whole process: its streams, and how it ends where it cannot go on.
#pragma once

#include <functional>

namespace lv {

/// Call first. From then on a standard stream that is closed is not taken by the next file that is
/// opened, and a reader of our output that has gone causes an error of writing instead of a signal.
/// Where an exception leaves a thread, or a library ends the program (as Xlib does when the display
/// has gone), the program says so in one sentence, removes what is half-written and exits with 1.
void prepare_process();

/// What such an end does first; true: the user can go on where they were. Empty: nothing.
void before_a_sudden_end(std::function<bool()> keep);

/// Call last, on the way out of main. An exit without this call counts as one that a library made.
void process_ends();

}  // namespace lv
