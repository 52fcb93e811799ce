// The table of commands. Each row: name, keys, title, number of words, what it does.
#include "app/session/session_commands.h"

#include <array>
#include <charconv>
#include <cmath>

namespace lv {

Result<double> SessionCommands::number(const std::string& word) {
  double value = 0;
  const auto end = word.data() + word.size();
  const auto [stop, failure] =
      std::from_chars(word.data() + (word.starts_with('+') ? 1 : 0), end, value);
  if (failure != std::errc() || stop != end || !std::isfinite(value)) {
    return Error{ErrorCode::usage, "a number is expected", word};
  }
  return value;
}

Result<std::vector<double>> SessionCommands::numbers(Words words) {
  std::vector<double> values;
  for (const std::string& word : words) {
    LV_ASSIGN(const double value, number(word));
    values.push_back(value);
  }
  return values;
}

Result<Comparison*> SessionCommands::comparison(Session& s) {
  if (!s.comparison_) return Error{ErrorCode::usage, "open a row first", ""};
  return &*s.comparison_;
}

int SessionCommands::choice(const std::string& word, std::initializer_list<const char*> list) {
  const auto found = std::ranges::find(list, word);
  return found == list.end() ? -1 : static_cast<int>(found - list.begin());
}

Error SessionCommands::no_such(const std::string& word) {
  return {ErrorCode::usage, "is not one of the choices", word};
}

Result<void> SessionCommands::ask(Session& s, Question question) {
  s.question_ = s.question_ == question ? Question::none : question;
  return {};
}

namespace {

using C = SessionCommands;
constexpr int many = 1 << 20;
constexpr std::array table{
    CommandInfo{"open", "Ctrl+O", "add folders, ZIP archives or files", 0, many, C::open},
    CommandInfo{"demo", "", "look at the demo patient", 0, 0, C::demo},
    CommandInfo{"open-demo-folder", "", "", 1, 1, C::open_demo_folder},
    CommandInfo{"scans", "", "back to the matrix of scans", 0, 0, C::scans},
    CommandInfo{"row", "[, ]", "previous, next row", 1, 2, C::row},
    CommandInfo{"place", "", "row, column: to a row, or to its own", 3, 3, C::place},
    CommandInfo{"bring-back", "", "put what was left out in a row", 1, 1, C::bring_back},
    CommandInfo{"study-date", "", "type in the date of a column", 2, 2, C::study_date},
    CommandInfo{"save-session", "Ctrl+S", "save folders and corrections", 0, 1, C::save_session},
    CommandInfo{"one-person", "", "all scans are of one person", 0, 0, C::one_person},
    CommandInfo{"left-out", "", "what was set aside, and why", 0, 0, C::left_out},
    CommandInfo{"date", "Left, Right, Home, End, 1…9, 0", "go to a date; 0: the reference", 1, 1,
                C::date},
    CommandInfo{"hold", "1…9 held", "see a date while the key is held", 1, 1, C::hold},
    CommandInfo{"release", "", "", 0, 0, C::release},
    CommandInfo{"fade", "", "mix two dates", 1, 1, C::fade},
    CommandInfo{"snap", "", "", 0, 0, C::snap},
    CommandInfo{"play", "Space", "play through the dates, pause", 0, 0, C::play},
    CommandInfo{"slice", "Up, Down, PgUp, PgDn, wheel", "next, previous slice", 1, 2, C::slice},
    CommandInfo{"point", "Shift + move", "the same point in every pane", 3, 3, C::point},
    CommandInfo{"pan", "middle drag, Shift + left drag", "move the picture", 2, 2, C::pan},
    CommandInfo{"zoom", "right drag, Ctrl + wheel", "zoom", 1, 1, C::zoom},
    CommandInfo{"hand", "A held or tapped", "drags move and turn the shown date; again: let go", 0,
                1, C::hand},
    CommandInfo{"nudge", "A: left drag, arrows", "move the shown date: mm right, down", 2, 3,
                C::nudge},
    CommandInfo{"turn", "A: right drag, wheel", "turn the shown date: degrees clockwise", 1, 2,
                C::turn},
    CommandInfo{"scanner-position", "", "the shown date back to its scanner position", 0, 0,
                C::scanner_position},
    CommandInfo{"undo", "Ctrl+Z", "take back the last move of a date", 0, 0, C::undo},
    CommandInfo{"redo", "Ctrl+Y, Ctrl+Shift+Z", "do it again", 0, 0, C::redo},
    CommandInfo{"focus", "F", "line up on what is under the cursor; again: the whole", 0, 3,
                C::focus},
    CommandInfo{"focus-radius", "F: Shift + wheel", "how wide the focus is, mm", 1, 1,
                C::focus_radius},
    CommandInfo{"focus-tube", "", "focus along the spine: mm; again: the point", 0, 1,
                C::focus_tube},
    CommandInfo{"window", "left drag", "brightness (level) and contrast (window)", 2, 2, C::window},
    CommandInfo{"plane", "", "native, axial, sagittal or coronal", 1, 1, C::plane},
    CommandInfo{"layout", "G: grid, T: three planes", "one pane, three planes, all dates", 1, 1,
                C::layout},
    CommandInfo{"look", "S, W, D", "switch, swipe line, difference; again: fade", 1, 1, C::look},
    CommandInfo{"seam", "", "", 1, 1, C::seam},
    CommandInfo{"invert", "I", "black on white", 0, 0, C::invert},
    CommandInfo{"nearest", "N", "nearest acquired slice, no interpolation", 0, 0, C::nearest},
    CommandInfo{"reset", "R", "reset the picture", 0, 0, C::reset},
    CommandInfo{"film", "Ctrl+E", "make the film of this row", 0, 2, C::film},
    CommandInfo{"cancel-film", "", "stop making the film", 0, 0, C::cancel_film},
    CommandInfo{"fullscreen", "F11", "full screen", 0, 0, C::fullscreen},
    CommandInfo{"keys", "F1, ?", "this overview", 0, 0, C::keys},
    CommandInfo{"back", "Esc", "one step back", 0, 0, C::back},
    CommandInfo{"dismiss", "", "", 0, 0, C::dismiss},
    CommandInfo{"quit", "Ctrl+Q", "leave", 0, 0, C::quit},
};

}  // namespace

std::span<const CommandInfo> commands() {
  return table;
}

}  // namespace lv
