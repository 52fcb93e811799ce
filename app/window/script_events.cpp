// Lines of a script that say what a hand does, as the events of the next frames.
#include <algorithm>

#include "app/draw/widget_places.h"
#include "app/host/key_names.h"
#include "app/session/words.h"
#include "app/window/script.h"
#include "engine/core/utf8.h"

namespace lv {
namespace {

using Frames = std::vector<std::vector<InputEvent>>;

bool has(const Command& line, const char* word) {
  return std::ranges::count(line.arguments, word) > 0;
}

Modifiers modifiers_in(const Command& line) {
  return {has(line, "shift"), has(line, "ctrl"), has(line, "alt")};
}

MouseButton button_in(const Command& line) {
  return has(line, "right")    ? MouseButton::right
         : has(line, "middle") ? MouseButton::middle
                               : MouseButton::left;
}

struct Place {
  double x = 0, y = 0;
};

/// "LABEL", or "LABEL@0.5,0.5": a place in a widget of the last frame.
Result<Place> place_named(const std::string& text) {
  const auto at = text.rfind('@');
  const std::string label = text.substr(0, at);
  const auto rect = ui::widget_rect(label);
  if (!rect) return Error{ErrorCode::not_found, "is not on the screen", label};
  Place share{0.5, 0.5};
  if (at != std::string::npos) {
    const auto comma = std::min(text.find(',', at), text.size() - 1);
    LV_ASSIGN(share.x, number_in(text.substr(at + 1, comma - at - 1)));
    LV_ASSIGN(share.y, number_in(text.substr(comma + 1)));
  }
  return Place{rect->x + share.x * rect->width, rect->y + share.y * rect->height};
}

InputEvent moved_to(const Place& place, const Command& line) {
  return MouseMoveEvent{place.x, place.y, modifiers_in(line)};
}

InputEvent pressed(bool down, const Command& line) {
  return MouseButtonEvent{button_in(line), down, modifiers_in(line)};
}

Result<Frames> click(const Command& line) {
  LV_ASSIGN(const Place place, place_named(line.arguments[0]));
  return Frames{{moved_to(place, line)}, {pressed(true, line)}, {pressed(false, line)}};
}

/// As on a touch screen: the pointer arrives in the frame in which it presses.
Result<Frames> tap(const Command& line) {
  LV_ASSIGN(const Place place, place_named(line.arguments[0]));
  return Frames{{moved_to(place, line), pressed(true, line)}, {pressed(false, line)}};
}

Result<Frames> over(const Command& line) {
  LV_ASSIGN(const Place place, place_named(line.arguments[0]));
  return Frames{{moved_to(place, line)}};
}

Result<Frames> move(const Command& line) {
  LV_ASSIGN(const auto xy, numbers_in(Words(line.arguments).first(2)));
  return Frames{{moved_to({xy[0], xy[1]}, line)}};
}

Result<Frames> drag(const Command& line) {
  constexpr int steps = 8;
  LV_ASSIGN(const Place from, place_named(line.arguments[0]));
  LV_ASSIGN(const Place to, place_named(line.arguments[1]));
  Frames frames{{moved_to(from, line)}, {pressed(true, line)}};
  for (int i = 1; i <= steps; ++i) {
    frames.push_back({moved_to(
        {from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps}, line)});
  }
  frames.push_back({pressed(false, line)});
  return frames;
}

Result<Frames> turn_wheel(const Command& line) {
  LV_ASSIGN(const double notches, number_in(line.arguments[0]));
  return Frames{{WheelEvent{0, notches, modifiers_in(line)}}};
}

Result<Frames> press_key(const Command& line) {
  const Key key = key_named(line.arguments[0]);
  if (key == Key::unknown) {
    return Error{ErrorCode::usage, "there is no such key", line_of(line)};
  }
  return Frames{{KeyEvent{key, true, false, modifiers_in(line)}},
                {KeyEvent{key, false, false, {}}}};
}

/// Each character of UTF-8 text, as its code point.
Result<Frames> type_text(const Command& line) {
  Frames frames;
  for (std::string_view text = line.arguments[0]; !text.empty();) {
    const Character character = first_character(text);
    if (character.bytes == 0) return Error{ErrorCode::usage, "the text is no UTF-8"};
    frames.push_back({TextEvent{character.code}});
    text.remove_prefix(character.bytes);
  }
  return frames;
}

Result<Frames> drop(const Command& line) {
  return Frames{{DropEvent{{line.arguments.begin(), line.arguments.end()}}}};
}

struct HandLine {
  std::string_view name;
  std::size_t least_words;
  Result<Frames> (*frames)(const Command&);
};
constexpr HandLine hand_lines[] = {
    {"click", 1, click},   {"tap", 1, tap},        {"over", 1, over},
    {"move", 2, move},     {"drag", 2, drag},      {"wheel", 1, turn_wheel},
    {"key", 1, press_key}, {"type", 1, type_text}, {"drop", 1, drop},
};

}  // namespace

Result<Frames> events_of(const Command& line) {
  const auto known = std::ranges::find(hand_lines, line.name, &HandLine::name);
  if (known == std::end(hand_lines) || line.arguments.size() < known->least_words) {
    return Error{ErrorCode::usage, "the script does not know this line", line_of(line)};
  }
  return known->frames(line);
}

}  // namespace lv
