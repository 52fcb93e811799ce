// What a hand does, in our own words: a window, a script and a test make the same events. Positions
// are pixels of the Target, origin at the upper left, y down.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace lv {

/// Letters are what the keyboard's layout prints on the key, where that is a Latin letter, else
/// their place on a US keyboard; everything else is its place there, so that 1…9 are the row above
/// the letters on every keyboard.
// clang-format off
enum class Key : std::uint8_t {
  unknown,
  digit_0, digit_1, digit_2, digit_3, digit_4, digit_5, digit_6, digit_7, digit_8, digit_9,
  a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z,
  left_bracket, right_bracket, minus, equals,
  space, enter, escape, tab, backspace, delete_forward,
  left, right, up, down, page_up, page_down, home, end,
  f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
};
// clang-format on

enum class MouseButton : std::uint8_t { left, right, middle };

struct Modifiers {
  bool shift = false, control = false, alt = false;
  bool operator==(const Modifiers&) const = default;
};

struct KeyEvent {
  Key key = Key::unknown;
  bool down = false;
  bool repeated = false;  ///< sent again because the key is held
  Modifiers modifiers;
};
struct TextEvent {
  std::uint32_t code_point = 0;  ///< Unicode
};
struct MouseMoveEvent {
  double x_px = 0, y_px = 0;
  Modifiers modifiers;
};
struct MouseButtonEvent {
  MouseButton button = MouseButton::left;
  bool down = false;
  Modifiers modifiers;
};
struct WheelEvent {
  double x = 0, y = 0;  ///< notches: y away from the user, x to the left
  Modifiers modifiers;
};
struct DropEvent {
  std::vector<std::filesystem::path> paths;
};
/// The window lost the keyboard: whatever is held is released.
struct FocusLostEvent {};
/// The window has lost what it showed, or has another size or scale.
struct RedrawEvent {};

using InputEvent = std::variant<KeyEvent, TextEvent, MouseMoveEvent, MouseButtonEvent, WheelEvent,
                                DropEvent, FocusLostEvent, RedrawEvent>;

}  // namespace lv
