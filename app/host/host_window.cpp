// A window through GLFW. Only the main thread may use GLFW, and only one window is open at a time.
#define GLFW_INCLUDE_VULKAN
#include <GLFW/glfw3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

#include "app/host/host.h"
#include "app/host/x11_errors.h"
#include "app/host/x11_picture.h"
#include "engine/core/clock.h"
#include "engine/core/log.h"
#include "engine/core/math.h"
#include "engine/gpu/instance.h"
#include "engine/gpu/swapchain.h"
#include "engine/system/shared_library.h"

namespace lv {
namespace {

struct KeyPlace {
  int glfw;
  Key key;
};
constexpr std::array other_keys = {KeyPlace{GLFW_KEY_LEFT_BRACKET, Key::left_bracket},
                                   KeyPlace{GLFW_KEY_RIGHT_BRACKET, Key::right_bracket},
                                   KeyPlace{GLFW_KEY_MINUS, Key::minus},
                                   KeyPlace{GLFW_KEY_KP_SUBTRACT, Key::minus},
                                   KeyPlace{GLFW_KEY_EQUAL, Key::equals},
                                   KeyPlace{GLFW_KEY_SPACE, Key::space},
                                   KeyPlace{GLFW_KEY_ENTER, Key::enter},
                                   KeyPlace{GLFW_KEY_KP_ENTER, Key::enter},
                                   KeyPlace{GLFW_KEY_ESCAPE, Key::escape},
                                   KeyPlace{GLFW_KEY_TAB, Key::tab},
                                   KeyPlace{GLFW_KEY_BACKSPACE, Key::backspace},
                                   KeyPlace{GLFW_KEY_DELETE, Key::delete_forward},
                                   KeyPlace{GLFW_KEY_LEFT, Key::left},
                                   KeyPlace{GLFW_KEY_RIGHT, Key::right},
                                   KeyPlace{GLFW_KEY_UP, Key::up},
                                   KeyPlace{GLFW_KEY_DOWN, Key::down},
                                   KeyPlace{GLFW_KEY_PAGE_UP, Key::page_up},
                                   KeyPlace{GLFW_KEY_PAGE_DOWN, Key::page_down},
                                   KeyPlace{GLFW_KEY_HOME, Key::home},
                                   KeyPlace{GLFW_KEY_END, Key::end}};

Key key_after(Key first, int steps) {
  return static_cast<Key>(static_cast<int>(first) + steps);
}

/// What the layout prints on a key that prints something; letters only, `unknown` for another Latin
/// sign. Empty: not a printing key, or not a Latin layout.
std::optional<Key> letter_of_layout(int glfw_key, int scancode) {
  const char* name = glfwGetKeyName(glfw_key, scancode);
  if (!name || std::strlen(name) != 1) return std::nullopt;
  if (*name >= 'a' && *name <= 'z') return key_after(Key::a, *name - 'a');
  return Key::unknown;
}

Key key_of(int glfw_key, int scancode) {
  const auto within = [&](int first, int last) { return glfw_key >= first && glfw_key <= last; };
  if (within(GLFW_KEY_0, GLFW_KEY_9)) return key_after(Key::digit_0, glfw_key - GLFW_KEY_0);
  if (within(GLFW_KEY_KP_0, GLFW_KEY_KP_9)) {
    return key_after(Key::digit_0, glfw_key - GLFW_KEY_KP_0);
  }
  if (within(GLFW_KEY_F1, GLFW_KEY_F12)) return key_after(Key::f1, glfw_key - GLFW_KEY_F1);
  const auto letter = letter_of_layout(glfw_key, scancode);
  if (letter && *letter != Key::unknown) return *letter;
  const auto place = std::ranges::find(other_keys, glfw_key, &KeyPlace::glfw);
  if (place != other_keys.end()) return place->key;
  if (!letter && within(GLFW_KEY_A, GLFW_KEY_Z)) return key_after(Key::a, glfw_key - GLFW_KEY_A);
  return Key::unknown;
}

Modifiers modifiers_of(int mods) {
  return {(mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_ALT) != 0};
}

Modifiers modifiers_held(GLFWwindow* window) {
  const auto held = [&](int left, int right) {
    return glfwGetKey(window, left) == GLFW_PRESS || glfwGetKey(window, right) == GLFW_PRESS;
  };
  return {held(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT),
          held(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL),
          held(GLFW_KEY_LEFT_ALT, GLFW_KEY_RIGHT_ALT)};
}

/// Null: there is no monitor, or it is going away.
const GLFWvidmode* mode_of(GLFWmonitor* monitor) {
  return monitor ? glfwGetVideoMode(monitor) : nullptr;
}

ExtentPx pixels_of(GLFWwindow* window) {
  ExtentPx extent;
  glfwGetFramebufferSize(window, &extent.width, &extent.height);
  return extent;
}

/// The monitor that shows the middle of the window; the primary one where none does. Null: there is
/// none at all, for a screen that is switched off may count as gone.
GLFWmonitor* monitor_of(GLFWwindow* window) {
  int x = 0, y = 0, width = 0, height = 0, count = 0;
  glfwGetWindowPos(window, &x, &y);
  glfwGetWindowSize(window, &width, &height);
  GLFWmonitor** monitors = glfwGetMonitors(&count);
  for (int m = 0; m < count; ++m) {
    int left = 0, top = 0;
    glfwGetMonitorPos(monitors[m], &left, &top);
    const GLFWvidmode* mode = mode_of(monitors[m]);
    const int right_of = x + width / 2 - left, below = y + height / 2 - top;
    if (mode && right_of >= 0 && below >= 0 && right_of < mode->width && below < mode->height) {
      return monitors[m];
    }
  }
  return glfwGetPrimaryMonitor();
}

/// Where the display does not hold frames back to its own rate (Xvfb, some remote desktops), this
/// does. A tenth faster than the monitor, so as not to miss its rhythm where there is one.
class FrameRate {
 public:
  void wait(GLFWwindow* window) {
    using namespace std::chrono;
    const GLFWvidmode* mode = mode_of(monitor_of(window));
    const double rate = mode && mode->refreshRate > 0 ? mode->refreshRate : 60.0;
    next_frame_ += duration_cast<steady_clock::duration>(duration<double>(0.9 / rate));
    const auto now = steady_clock::now();
    if (next_frame_ < now) next_frame_ = now;
    std::this_thread::sleep_until(next_frame_);
  }

 private:
  std::chrono::steady_clock::time_point next_frame_{};
};

class WindowPresenter final : public Presenter {
 public:
  static Result<std::unique_ptr<Presenter>> make(gpu::Device& device, GLFWwindow* window) {
    auto presenter = std::make_unique<WindowPresenter>(window);
    LV_ASSIGN(const bool vulkan_shows, gpu::Swapchain::possible(device));
    if (vulkan_shows) {
      LV_ASSIGN(presenter->swapchain_, gpu::Swapchain::make(device));
    } else {
      LV_ASSIGN(presenter->picture_, X11Picture::make(device, window));
    }
    return std::unique_ptr<Presenter>(std::move(presenter));
  }
  explicit WindowPresenter(GLFWwindow* window) : window_(window) {}

  Result<void> show(gpu::Target& target) override {
    LV_TRY(picture_ ? picture_->show(target) : swapchain_->present(target, pixels_of(window_)));
    rate_.wait(window_);
    return {};
  }

 private:
  GLFWwindow* window_;
  std::unique_ptr<gpu::Swapchain> swapchain_;  // or, where that is not possible:
  std::unique_ptr<X11Picture> picture_;
  FrameRate rate_;
};

class WindowHost final : public Host {
 public:
  explicit WindowHost(GLFWwindow* window) : window_(window) {
    std::uint32_t count = 0;
    const char** extensions = glfwGetRequiredInstanceExtensions(&count);
    surface_.instance_extensions.assign(extensions, extensions + count);
    surface_.make = [window](VkInstance instance, VkSurfaceKHR* surface) {
      return glfwCreateWindowSurface(instance, window, nullptr, surface);
    };
    glfwSetWindowUserPointer(window, this);
    exit_when_x11_window_goes(window);
    set_callbacks();
  }
  ~WindowHost() override {
    glfwDestroyWindow(window_);
    glfwTerminate();
  }

  const gpu::SurfaceRequest* surface() const override { return &surface_; }

  Result<std::unique_ptr<Presenter>> make_presenter(gpu::Device& device) override {
    return WindowPresenter::make(device, window_);
  }

  bool poll(std::vector<InputEvent>& events, double wait_s) override {
    if (wait_s > 0 && events_.empty()) {
      glfwWaitEventsTimeout(wait_s);
    } else {
      glfwPollEvents();
    }
    extent_px();  // asks the display, and so finds out that the window has gone
    std::ranges::move(events_, std::back_inserter(events));
    events_.clear();
    return !glfwWindowShouldClose(window_);
  }

  double now_s() const override { return clock_.now_s(); }

  ExtentPx extent_px() const override { return pixels_of(window_); }

  double content_scale() const override {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return double{std::max(x, y)};
  }

  void set_fullscreen(bool fullscreen) override {
    if (fullscreen == (glfwGetWindowMonitor(window_) != nullptr)) return;
    if (fullscreen) {
      GLFWmonitor* monitor = monitor_of(window_);
      const GLFWvidmode* mode = mode_of(monitor);
      if (!mode) return;
      glfwGetWindowPos(window_, &windowed_.x, &windowed_.y);
      glfwGetWindowSize(window_, &windowed_.width, &windowed_.height);
      glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
      glfwSetWindowMonitor(window_, nullptr, windowed_.x, windowed_.y, windowed_.width,
                           windowed_.height, GLFW_DONT_CARE);
    }
  }

 private:
  static WindowHost& of(GLFWwindow* window) {
    return *static_cast<WindowHost*>(glfwGetWindowUserPointer(window));
  }
  void push(InputEvent event) { events_.push_back(std::move(event)); }
  void set_callbacks();

  /// GLFW tells the cursor's place in the desktop's units.
  dvec2 px_from_desktop(double x, double y) const {
    int width = 1, height = 1;
    glfwGetWindowSize(window_, &width, &height);
    const ExtentPx extent = extent_px();
    return {x * extent.width / std::max(width, 1), y * extent.height / std::max(height, 1)};
  }

  GLFWwindow* window_;
  gpu::SurfaceRequest surface_;
  SteadyClock clock_;
  std::vector<InputEvent> events_;
  RectPx windowed_;  // where the window was before it filled the screen
};

void WindowHost::set_callbacks() {
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int scancode, int action, int mods) {
    of(window).push(KeyEvent{key_of(key, scancode), action != GLFW_RELEASE, action == GLFW_REPEAT,
                             modifiers_of(mods)});
  });
  glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned code_point) {
    of(window).push(TextEvent{code_point});
  });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    const dvec2 place = of(window).px_from_desktop(x, y);
    of(window).push(MouseMoveEvent{place.x, place.y, modifiers_held(window)});
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int mods) {
    if (button > GLFW_MOUSE_BUTTON_MIDDLE) return;  // side buttons do nothing
    of(window).push(MouseButtonEvent{static_cast<MouseButton>(button), action == GLFW_PRESS,
                                     modifiers_of(mods)});
  });
  glfwSetScrollCallback(window_, [](GLFWwindow* window, double x, double y) {
    of(window).push(WheelEvent{x, y, modifiers_held(window)});
  });
  glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
    of(window).push(DropEvent{{paths, paths + count}});
  });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { of(window).push(RedrawEvent{}); });
  glfwSetFramebufferSizeCallback(
      window_, [](GLFWwindow* window, int, int) { of(window).push(RedrawEvent{}); });
  glfwSetWindowContentScaleCallback(
      window_, [](GLFWwindow* window, float, float) { of(window).push(RedrawEvent{}); });
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* window, int focused) {
    if (!focused) of(window).push(FocusLostEvent{});
  });
}

std::string last_glfw_error() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text ? text : "";
}

}  // namespace

Result<std::unique_ptr<Host>> make_window_host(const WindowOptions& options) {
  const auto no_display = [](const std::string& why) {
    return Error{ErrorCode::unavailable, "no window can be opened here (" + why +
                                             "); a film can be made without one: longview export"};
  };
  if (!vulkan_can_be_called()) return gpu::no_driver();
  if (!glfwInit()) return no_display(last_glfw_error());
  if (!glfwVulkanSupported()) {
    glfwTerminate();
    return no_display("Vulkan cannot show pictures on this display");
  }
  glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  GLFWwindow* window = glfwCreateWindow(options.size.width, options.size.height,
                                        options.title.c_str(), nullptr, nullptr);
  if (!window) {
    const std::string why = last_glfw_error();
    glfwTerminate();
    return no_display(why);
  }
  return std::unique_ptr<Host>(std::make_unique<WindowHost>(window));
}

}  // namespace lv
