// The window on a virtual display (Xvfb), with xdotool as the hand and ImageMagick as the eye.
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

#include "app/host/host.h"
#include "tests/support/gpu.h"
#include "tests/support/x11_hand.h"

using namespace lv;
using namespace lv::test;

namespace {

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  REQUIRE_MESSAGE(pclose(pipe) == 0, command);
  return output;
}

/// A window that shows one grey, and what was done to it.
struct TestWindow {
  std::unique_ptr<Host> host;
  std::unique_ptr<TestDevice> gpu;
  std::unique_ptr<Presenter> screen;
  gpu::Target target;
  std::vector<InputEvent> events;
  bool open = true;

  TestWindow() {
    auto made = make_window_host({.title = "longview test", .size = {320, 200}});
    REQUIRE_MESSAGE(made.ok(), made.error().text());
    host = std::move(*made);
    gpu = std::make_unique<TestDevice>(host->surface());
    auto shown = host->make_presenter(gpu->device());
    REQUIRE_MESSAGE(shown.ok(), shown.error().text());
    screen = std::move(*shown);
  }

  void frame(int grey) {
    open = host->poll(events, 0) && open;
    if (target.extent_px != host->extent_px()) {
      auto made = gpu::make_target(gpu->device(), host->extent_px(), "window");
      REQUIRE(made.ok());
      target = std::move(*made);
    }
    const auto begun = gpu->frames().begin();
    REQUIRE(begun.ok());
    gpu::begin_drawing((*begun)->commands, target, vec4(vec3(static_cast<float>(grey) / 255), 1));
    gpu::end_drawing((*begun)->commands);
    REQUIRE(gpu->frames().submit().ok());
    const auto presented = screen->show(target);
    REQUIRE_MESSAGE(presented.ok(), presented.error().text());
  }

  /// Frames until it is so, ten seconds at most.
  bool until(const std::function<bool()>& so, int grey = 50) {
    for (const double end = host->now_s() + 10; host->now_s() < end;) {
      frame(grey);
      if (so()) return true;
    }
    return false;
  }

  template <class Event>
  bool has(const std::function<bool(const Event&)>& fits) const {
    for (const InputEvent& event : events) {
      const auto* one = std::get_if<Event>(&event);
      if (one && fits(*one)) return true;
    }
    return false;
  }
  bool has_key(Key key) const {
    return has<KeyEvent>([&](const KeyEvent& event) { return event.key == key && event.down; });
  }
};

std::string hand(const std::string& what) {
  return output_of("xdotool search --sync --name 'longview test' " + what);
}

/// The grey of the screen's pixel.
std::string seen_at(int x, int y) {
  return output_of("import -window root -crop 1x1+" + std::to_string(x) + "+" + std::to_string(y) +
                   " -depth 8 gray:- | od -An -tu1 | tr -d ' \n'");
}

// On a screen of 16 bits a pixel a grey is one of 32.
bool shows(int x, int y, int grey) {
  return std::abs(std::stoi(seen_at(x, y)) - grey) <= 4;
}

}  // namespace

TEST_CASE("the_window_shows_the_target_and_follows_its_size") {
  TestWindow window;
  hand("windowmove 100 60");
  CHECK(window.until([&] { return shows(300, 200, 90); }, 90));
  hand("windowsize 500 333");
  CHECK(window.until([&] { return window.host->extent_px() == ExtentPx{500, 333}; }));
  CHECK(window.until([&] { return shows(595, 390, 120); }, 120));
  window.host->set_fullscreen(true);
  window.frame(30);
  window.host->set_fullscreen(false);
  window.frame(30);
  CHECK(window.host->content_scale() == doctest::Approx(1));
}

TEST_CASE("frames_are_held_back_where_the_display_does_not") {
  TestWindow window;
  window.frame(0);
  const double start = window.host->now_s();
  for (int n = 0; n < 20; ++n) window.frame(n);
  CHECK(window.host->now_s() - start > 20 * 0.8 / 60);
}

TEST_CASE("hands_become_events_in_target_pixels") {
  TestWindow window;
  window.until([] { return true; });
  hand("windowfocus mousemove --window %1 33 44 click 1 click 4 key --window 0 Right");
  CHECK(window.until([&] { return window.has_key(Key::right); }));
  CHECK(window.has<MouseMoveEvent>(
      [](const MouseMoveEvent& event) { return event.x_px == 33 && event.y_px == 44; }));
  CHECK(window.has<MouseButtonEvent>([](const MouseButtonEvent& event) {
    return event.down && event.button == MouseButton::left;
  }));
  CHECK(window.has<WheelEvent>([](const WheelEvent& event) { return event.y == 1; }));
  hand("keydown --window 0 shift keydown --window 0 1 keyup --window 0 1 keyup --window 0 shift");
  CHECK(window.until([&] {
    return window.has<KeyEvent>(
        [](const KeyEvent& event) { return event.key == Key::digit_1 && event.modifiers.shift; });
  }));
  CHECK(window.has<TextEvent>([](const TextEvent& event) { return event.code_point == '!'; }));
}

TEST_CASE("letters_follow_the_layout_and_digits_their_place") {
  // X keycodes of the keys that a US keyboard calls Q, 1 and ;
  const auto press = [](const std::string& layout) {
    output_of("setxkbmap " + layout);
    auto window = std::make_unique<TestWindow>();
    window->until([] { return true; });
    hand("windowfocus key --window 0 24 key --window 0 10 key --window 0 47 key --window 0 End");
    CHECK(window->until([&] { return window->has_key(Key::end); }));
    output_of("setxkbmap us");
    return window;
  };
  SUBCASE("French: A is where Q is elsewhere") {
    const auto window = press("fr");
    CHECK(window->has_key(Key::a));
    CHECK_FALSE(window->has_key(Key::q));
    CHECK(window->has_key(Key::digit_1));  // prints &
    CHECK(window->has_key(Key::m));
  }
  SUBCASE("Russian: letters are where a US keyboard has them") {
    const auto window = press("ru");
    CHECK(window->has_key(Key::q));
    CHECK(window->has_key(Key::digit_1));
  }
}

TEST_CASE("losing_the_focus_is_told_and_closing_ends_it") {
  TestWindow window;
  hand("windowfocus");
  window.until([] { return true; });
  hand("windowunmap");
  CHECK(window.until([&] { return window.has<FocusLostEvent>([](auto&) { return true; }); }));
  close_window("longview test");
  CHECK(window.until([&] { return !window.open; }));
}

TEST_CASE("dropped_files_arrive_with_their_paths") {
  TestWindow window;
  window.until([] { return true; });
  const std::jthread dropping([] {
    drop_files("longview test", {"/media/CD%201/DICOM", "/home/a/scans.zip"});
  });
  CHECK(window.until([&] {
    return window.has<DropEvent>([](const DropEvent& event) {
      return event.paths ==
             std::vector<std::filesystem::path>{"/media/CD 1/DICOM", "/home/a/scans.zip"};
    });
  }));
}

TEST_CASE("without_a_display_one_sentence_says_what_can_be_done") {
  const std::string display = std::getenv("DISPLAY");
  unsetenv("DISPLAY");
  const auto host = make_window_host({});
  setenv("DISPLAY", display.c_str(), 1);
  REQUIRE_FALSE(host.ok());
  CHECK(host.error().code == ErrorCode::unavailable);
  CHECK(host.error().what.find("longview export") != std::string::npos);
}

// Comes last: the display keeps no monitor.
TEST_CASE("the_window_goes_on_when_the_last_monitor_goes_away") {
  TestWindow window;
  window.until([] { return true; });
  switch_monitors_off();
  for (int n = 0; n < 5; ++n) window.frame(n);
  window.host->set_fullscreen(true);
  window.frame(40);
  CHECK(window.open);
}
