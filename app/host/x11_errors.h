// What X11 answers when a window or the whole display has gone. Xlib's own answer is to print its
// names for it and to end the program.
#pragma once

struct GLFWwindow;

namespace lv {

/// From now on a request that X11 refuses is put in the log and ends nothing, unless `window`
/// itself is gone: then, and when the display goes, the program ends by std::exit without a word,
/// so that what was said to be done at exit can be done. Does nothing where the window is not on an
/// X11 display. Call it again for another window.
void exit_when_x11_window_goes(GLFWwindow* window);

}  // namespace lv
