// GLFW knows the window's place on the X screen, unless it was built for Wayland alone; then what
// it is asked for is null.
#pragma once

#include <dlfcn.h>

namespace lv {

template <class Value, class... Arguments>
Value from_glfw(const char* function, Arguments... arguments) {
  const auto found = reinterpret_cast<Value (*)(Arguments...)>(dlsym(RTLD_DEFAULT, function));
  return found ? found(arguments...) : Value{};
}

}  // namespace lv
