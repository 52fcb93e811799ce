#include "app/window/script.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

#include "app/draw/widget_places.h"
#include "app/view/annotation.h"

namespace lv {
namespace {

constexpr double usual_wait_s = 120;

struct KeyName {
  const char* name;
  Key key;
};
constexpr KeyName key_names[] = {
    {"space", Key::space},
    {"enter", Key::enter},
    {"escape", Key::escape},
    {"left", Key::left},
    {"right", Key::right},
    {"up", Key::up},
    {"down", Key::down},
    {"pageup", Key::page_up},
    {"pagedown", Key::page_down},
    {"home", Key::home},
    {"end", Key::end},
    {"f1", Key::f1},
    {"f11", Key::f11},
    {"[", Key::left_bracket},
    {"]", Key::right_bracket},
    {"backspace", Key::backspace},
};

Key key_named(const std::string& name) {
  const auto found = std::ranges::find(key_names, name, &KeyName::name);
  if (found != std::end(key_names)) return found->key;
  if (name.size() != 1) return Key::unknown;
  if (name[0] >= 'a' && name[0] <= 'z')
    return static_cast<Key>(static_cast<int>(Key::a) + name[0] - 'a');
  if (name[0] >= '0' && name[0] <= '9')
    return static_cast<Key>(static_cast<int>(Key::digit_0) + name[0] - '0');
  return Key::unknown;
}

Modifiers modifiers_in(const std::vector<std::string>& words) {
  const auto has = [&](const char* word) { return std::ranges::count(words, word) > 0; };
  return {has("shift"), has("ctrl"), has("alt")};
}

MouseButton button_in(const std::vector<std::string>& words) {
  if (std::ranges::count(words, "right") > 0) return MouseButton::right;
  if (std::ranges::count(words, "middle") > 0) return MouseButton::middle;
  return MouseButton::left;
}

Error wrong(const Command& command, const char* what) {
  return {ErrorCode::usage, what, line_of(command)};
}

/// "120 80", or "LABEL@0.5,0.5": a place in a widget of the last frame.
struct Place {
  double x = 0, y = 0;
};
Result<Place> place_of(const std::string& text) {
  const auto at = text.rfind('@');
  const std::string label = text.substr(0, at);
  const auto rect = ui::widget_rect(label);
  if (!rect) return Error{ErrorCode::not_found, "is not on the screen", label};
  double x = 0.5, y = 0.5;
  if (at != std::string::npos) std::sscanf(text.c_str() + at + 1, "%lf,%lf", &x, &y);
  return Place{rect->x + x * rect->width, rect->y + y * rect->height};
}

std::string screen_name(Screen screen) {
  return screen == Screen::start ? "start" : screen == Screen::scans ? "scans" : "compare";
}

/// What a script can ask about, as text.
std::optional<std::string> expectation(const Session& session, const std::string& name) {
  const MatrixPtr& matrix = session.matrix();
  const Comparison* row = session.comparison();
  const auto number = [](auto value) { return std::to_string(value); };
  if (name == "screen") return screen_name(session.screen());
  if (name == "message") return session.message();
  if (name == "rows") return number(matrix ? matrix->rows.size() : 0);
  if (name == "studies") return number(matrix ? matrix->studies.size() : 0);
  if (name == "row") return row ? row->name : "";
  if (name == "film") return session.film.outcome;
  if (row == nullptr) return std::nullopt;
  if (name == "dates") return number(row->dates.size());
  if (name == "position") return number(session.shown_view().position);
  if (name == "zoom") return number(session.view().zoom);
  if (name == "window.shift") return number(session.view().window_shift);
  if (name == "window.stretch") return number(session.view().window_stretch);
  if (name == "point.x") return number(session.view().point.x);
  if (name == "point.y") return number(session.view().point.y);
  if (name == "point.z") return number(session.view().point.z);
  if (name == "seam") return number(session.view().seam);
  if (name == "pan.x") return number(session.view().pan_mm.x);
  const FadePair pair = fade_pair(*row, session.shown_view().position);
  const std::size_t shown = pair.mixture < 0.5 ? pair.first : pair.second;
  if (name == "chip") return row->focus ? focus_text(*row, shown) : chip_text(*row, shown);
  if (name == "how") return how_text(*row, shown);
  if (name == "date") return date_text(*row, session.shown_view().position, DateStyle::exact);
  if (name == "good") {
    const auto good = [](const ComparedDate& date) {
      return date.state == AlignmentState::settled &&
             date.alignment.verdict.kind == VerdictKind::good;
    };
    return number(std::ranges::count_if(row->dates, good));
  }
  return std::nullopt;
}

Result<void> expect(const Session& session, const Command& command) {
  if (command.arguments.size() != 3)
    return wrong(command, "expect needs a name, = < > or ~, and a value");
  const std::string &name = command.arguments[0], &relation = command.arguments[1],
                    &value = command.arguments[2];
  const auto got = expectation(session, name);
  if (!got) return wrong(command, "there is nothing of this name now");
  const double a = std::atof(got->c_str()), b = std::atof(value.c_str());
  const bool numeric =
      !value.empty() && value.find_first_not_of("+-.0123456789") == std::string::npos;
  const bool holds = relation == "="   ? (numeric ? std::abs(a - b) < 1e-4 : *got == value)
                     : relation == "<" ? a < b
                     : relation == ">" ? a > b
                                       : got->find(value) != std::string::npos;
  if (!holds)
    return Error{ErrorCode::usage, "expected " + line_of(command) + ", but it is " + *got, ""};
  return {};
}

}  // namespace

Result<Script> Script::read(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream)
    return Error{ErrorCode::not_found, "the script cannot be read", path.filename().string()};
  Script script;
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    LV_ASSIGN(Command command, parse_command(text));
    if (!command.name.empty()) script.lines_.push_back({number, std::move(command)});
  }
  return script;
}

Result<void> Script::step(const Stage& stage, std::vector<InputEvent>& events) {
  if (frames_left_ > 0) {
    --frames_left_;
    return {};
  }
  while (pending_.empty() && next_ < lines_.size()) {
    const Line& line = lines_[next_];
    auto done = run(line, stage);
    if (!done) {
      return Error{done.error().code,
                   "line " + std::to_string(line.number) + ": " + done.error().text(), ""};
    }
    if (!*done) return {};
    waiting_since_s_.reset();
    ++next_;
    if (frames_left_ > 0) return {};
  }
  if (pending_.empty()) return {};
  events.insert(events.end(), pending_.front().begin(), pending_.front().end());
  pending_.pop_front();
  // After the hand's last move the screen gets two frames to answer.
  if (pending_.empty()) frames_left_ = 2;
  return {};
}

Result<bool> Script::run(const Line& line, const Stage& stage) {
  const Command& command = line.command;
  const auto& words = command.arguments;
  const auto whole = [&](std::size_t i) {
    return i < words.size() ? std::atoi(words[i].c_str()) : 0;
  };
  if (command.name == "wait") return wait(command, stage);
  if (command.name == "frames") {
    frames_left_ = whole(0);
  } else if (command.name == "size") {
    stage.resize({whole(0), whole(1)});
    frames_left_ = 2;
  } else if (command.name == "scale") {
    stage.rescale(words.empty() ? 1.0 : std::atof(words[0].c_str()));
    frames_left_ = 2;
  } else if (command.name == "shot") {
    if (words.size() != 1) return wrong(command, "shot needs a file");
    LV_TRY(stage.shot(words[0]));
  } else if (command.name == "expect") {
    LV_TRY(expect(stage.session, command));
  } else if (std::ranges::find(commands(), command.name, &CommandInfo::name) != commands().end()) {
    LV_TRY(stage.session.apply(command));
    frames_left_ = 1;
  } else {
    LV_TRY(hand(command));
  }
  return true;
}

Result<bool> Script::wait(const Command& command, const Stage& stage) {
  const auto& words = command.arguments;
  const std::string what = words.empty() ? "idle" : words[0];
  const double most_s = words.size() > 1 ? std::atof(words[1].c_str()) : usual_wait_s;
  const Session& s = stage.session;
  const bool reached = what == "scanned" ? s.scanning() == nullptr && s.matrix()
                       : what == "loaded"
                           ? s.loading() == nullptr && s.waiting_for_texture().empty()
                       : what == "aligned" ? s.loading() == nullptr && !s.aligning()
                                           : !s.busy();
  if (reached) return true;
  // The jobs that are waited for need the cores more than pictures of the wait do.
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  if (!waiting_since_s_) waiting_since_s_ = clock_.now_s();
  if (clock_.now_s() - *waiting_since_s_ > most_s) return wrong(command, "waited in vain");
  return false;
}

/// Turns a line into the events of the next frames.
Result<void> Script::hand(const Command& command) {
  const auto& words = command.arguments;
  const Modifiers modifiers = modifiers_in(words);
  const auto move = [&](double x, double y) {
    pending_.push_back({MouseMoveEvent{x, y, modifiers}});
  };
  const auto press = [&](MouseButton button, bool down) {
    pending_.push_back({MouseButtonEvent{button, down, modifiers}});
  };
  const auto number = [&](std::size_t i) { return std::atof(words[i].c_str()); };
  if (command.name == "click" && !words.empty()) {
    LV_ASSIGN(const Place place, place_of(words[0]));
    move(place.x, place.y);
    press(button_in(words), true);
    press(button_in(words), false);
  } else if (command.name == "move" && words.size() >= 2) {
    move(number(0), number(1));
  } else if (command.name == "over" && !words.empty()) {
    LV_ASSIGN(const Place place, place_of(words[0]));
    move(place.x, place.y);
  } else if (command.name == "drag" && words.size() >= 2) {
    LV_ASSIGN(const Place from, place_of(words[0]));
    LV_ASSIGN(const Place to, place_of(words[1]));
    move(from.x, from.y);
    press(button_in(words), true);
    for (int i = 1; i <= 8; ++i)
      move(from.x + (to.x - from.x) * i / 8, from.y + (to.y - from.y) * i / 8);
    press(button_in(words), false);
  } else if (command.name == "wheel" && !words.empty()) {
    pending_.push_back({WheelEvent{0, number(0), modifiers}});
  } else if (command.name == "key" && !words.empty()) {
    const Key key = key_named(words[0]);
    if (key == Key::unknown) return wrong(command, "there is no such key");
    pending_.push_back({KeyEvent{key, true, false, modifiers}});
    pending_.push_back({KeyEvent{key, false, false, {}}});
  } else if (command.name == "type" && words.size() == 1) {
    for (const char c : words[0]) pending_.push_back({TextEvent{static_cast<unsigned char>(c)}});
  } else if (command.name == "drop" && !words.empty()) {
    pending_.push_back({DropEvent{{words.begin(), words.end()}}});
  } else {
    return wrong(command, "the script does not know this line");
  }
  return {};
}

}  // namespace lv
