// There is no X11 here.
#include "app/host/x11_errors.h"

namespace lv {

void exit_when_x11_window_goes(GLFWwindow*) {}

}  // namespace lv
