#include "app/host/x11_errors.h"

#include <X11/Xlib.h>

#include <cstdlib>
#include <string>

#include "app/host/posix/x11_of_glfw.h"
#include "engine/core/log.h"

namespace lv {
namespace {

::Window watched = 0;

int on_refused_request(Display*, XErrorEvent* error) {
  const bool gone = error->error_code == BadWindow || error->error_code == BadDrawable;
  if (gone && error->resourceid == watched) std::exit(EXIT_FAILURE);
  log::info("x11", "request " + std::to_string(error->request_code) + " was refused with error " +
                       std::to_string(error->error_code));
  return 0;
}

int on_display_gone(Display*) {
  std::exit(EXIT_FAILURE);
}

}  // namespace

void exit_when_x11_window_goes(GLFWwindow* window) {
  watched = from_glfw<::Window>("glfwGetX11Window", window);
  if (!watched) return;
  XSetErrorHandler(on_refused_request);
  XSetIOErrorHandler(on_display_gone);
}

}  // namespace lv
