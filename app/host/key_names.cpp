#include "app/host/key_names.h"

#include <algorithm>

namespace lv {
namespace {

struct KeyName {
  Key key;
  std::string_view printed, in_script;
};

/// Letters, digits and F-keys are not listed: their names follow from their places.
constexpr KeyName names[] = {
    {Key::space, "Space", "space"},
    {Key::enter, "Enter", "enter"},
    {Key::escape, "Esc", "escape"},
    {Key::left, "Left", "left"},
    {Key::right, "Right", "right"},
    {Key::up, "Up", "up"},
    {Key::down, "Down", "down"},
    {Key::page_up, "PgUp", "pageup"},
    {Key::page_down, "PgDn", "pagedown"},
    {Key::home, "Home", "home"},
    {Key::end, "End", "end"},
    {Key::tab, "Tab", "tab"},
    {Key::backspace, "Backspace", "backspace"},
    {Key::left_bracket, "[", "["},
    {Key::right_bracket, "]", "]"},
};

constexpr Key nth_from(Key first, int n) {
  return static_cast<Key>(static_cast<int>(first) + n);
}

std::string printed(Key key) {
  const auto found = std::ranges::find(names, key, &KeyName::key);
  if (found != std::end(names)) return std::string(found->printed);
  if (key >= Key::a && key <= Key::z) {
    return std::string(1,
                       static_cast<char>('A' + (static_cast<int>(key) - static_cast<int>(Key::a))));
  }
  if (key >= Key::digit_0 && key <= Key::digit_9) {
    return std::to_string(static_cast<int>(key) - static_cast<int>(Key::digit_0));
  }
  if (key >= Key::f1 && key <= Key::f12) {
    return "F" + std::to_string(static_cast<int>(key) - static_cast<int>(Key::f1) + 1);
  }
  return "";
}

}  // namespace

std::string printed(Key key, const Modifiers& modifiers) {
  return std::string(modifiers.control ? "Ctrl+" : "") + (modifiers.alt ? "Alt+" : "") +
         (modifiers.shift ? "Shift+" : "") + printed(key);
}

Key key_named(std::string_view name) {
  const auto found = std::ranges::find(names, name, &KeyName::in_script);
  if (found != std::end(names)) return found->key;
  if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'z') return nth_from(Key::a, name[0] - 'a');
  if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
    return nth_from(Key::digit_0, name[0] - '0');
  }
  for (int n = 1; n <= 12; ++n) {
    if (name == "f" + std::to_string(n)) return nth_from(Key::f1, n - 1);
  }
  return Key::unknown;
}

}  // namespace lv
