// Actions about folders, the matrix and its rows.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/session/action.h"
#include "engine/core/file_name.h"
#include "engine/study/row_query.h"

namespace lv {
namespace {

void ask_or_not(ProgramState& program, Question question) {
  program.question = program.question == question ? Question::none : question;
}

/// `fresh`: what was read before is forgotten. Where a session file cannot be read, nothing
/// changes.
Result<void> open_for(SessionState& s, Words words, bool fresh) {
  LV_ASSIGN(const SessionFile more, expand_session_files({words.begin(), words.end()}));
  s.program.waiting.clear();
  for (const std::filesystem::path path : words) {
    if (path.extension() == ".longview") s.program.session_file = path;
  }
  if (fresh) {
    forget_scans(s);
  } else {
    close_row(s);
  }
  open_paths(s.scans, more);
  s.program.screen = Screen::scans;
  tell(s.program, missing_text(more));
  s.program.question = Question::none;
  return {};
}

Result<void> open_scans(SessionState& s, Words words) {
  if (words.empty()) {
    if (s.program.screen == Screen::compare) to_scans(s);
    ask_or_not(s.program, Question::path);
    return {};
  }
  if (s.row && has_work(s.row->row) && s.program.question != Question::leave_row) {
    s.program.waiting.assign(words.begin(), words.end());
    s.program.question = Question::leave_row;
    return {};
  }
  return open_for(s, words, s.scans.demo);  // nobody's scans are mixed with the demo patient's
}

/// What has been read until then stays.
void stop_reading(SessionState& s) {
  s.scans.stop_wanted = !s.scans.opening.empty();
}

void write_demo(SessionState& s) {
  forget_scans(s);
  s.scans.demo_wanted = true;
  s.scans.reading = WorkProgress{};
  s.program.screen = Screen::scans;
}

Result<void> open_demo_folder(SessionState& s, Words words) {
  LV_TRY(open_for(s, words, true));
  s.scans.demo = true;
  return {};
}

/// The row above or below at the same date, zoom and (where both rows have the same reference
/// study) point.
void open_neighbour(SessionState& s, int index) {
  const Matrix& matrix = *s.scans.matrix;
  const auto study_of = [&](const ComparedDate& date) {
    return matrix.series[static_cast<std::size_t>(date.series)].study;
  };
  const ComparedRow& row = s.row->row;
  const int reference = study_of(row.dates[row.reference]);
  const int study =
      study_of(row.dates[static_cast<std::size_t>(std::lround(s.view.state.position))]);
  const auto& cells = matrix.rows[static_cast<std::size_t>(index)].cells;
  const auto nearest = std::ranges::min_element(
      cells, {}, [study](const Cell& cell) { return std::abs(cell.study - study); });
  const dvec3 point = s.view.state.point;
  open_row(s, index, static_cast<std::size_t>(nearest - cells.begin()), s.view.state.playing);
  if (study_of(s.row->row.dates[s.row->row.reference]) != reference) return;
  s.view.state.point = point;
  s.view.is_home = false;
}

Result<void> go_to_row(SessionState& s, const Matrix& matrix, Words words) {
  if (matrix.rows.empty()) return Error{ErrorCode::usage, "there are no rows yet"};
  if (words[0] == "next" || words[0] == "previous") {
    const int step = words[0] == "next" ? 1 : -1;
    const int target = s.row ? s.row->index + step : -1;
    if (target >= 0 && target < static_cast<int>(matrix.rows.size())) open_neighbour(s, target);
    return {};
  }
  const std::vector<int> fitting = find_rows(matrix, words[0]);
  if (fitting.empty()) return Error{ErrorCode::not_found, "no row fits these words", words[0]};
  if (fitting.size() > 1) return Error{ErrorCode::usage, "several rows fit these words", words[0]};
  std::optional<std::size_t> date;
  if (words.size() > 1) {
    LV_ASSIGN(const double wanted, number_in(words[1]));
    date = static_cast<std::size_t>(std::clamp(wanted, 1.0, 1e6)) - 1;
  }
  open_row(s, fitting.front(), date, s.view.state.look == Look::cuts);
  return {};
}

/// What the user says of the finished matrix.
Result<void> say(SessionState& s, const Corrections& said, const std::string& what) {
  if (s.row || s.scans.reading) {
    return Error{ErrorCode::usage, "this can be said in the finished matrix of scans"};
  }
  correct(s.scans, said, what);
  return {};
}

Result<void> place_in_row(SessionState& s, const Matrix& matrix, Words words) {
  LV_ASSIGN(const std::size_t from, place_in(words[0], matrix.rows.size()));
  LV_ASSIGN(const std::size_t study, place_in(words[1], matrix.studies.size()));
  const auto& cells = matrix.rows[from].cells;
  const auto cell = std::ranges::find(cells, static_cast<int>(study), &Cell::study);
  if (cell == cells.end()) return no_choice(words[1]);
  const auto key = [&](const Cell& c) {
    return matrix.series[static_cast<std::size_t>(c.series)].key;
  };
  Corrections said;
  said.placements.push_back({key(*cell), std::nullopt});
  if (words[2] != "own") {
    LV_ASSIGN(const std::size_t to, place_in(words[2], matrix.rows.size()));
    said.placements.back().with = key(matrix.rows[to].cells.front());
  }
  return say(s, said, "a picture in another row");
}

/// A member of the list of what was left out, each of its volumes to a row of its own.
Result<void> bring_back(SessionState& s, const Matrix& matrix, Words words) {
  LV_ASSIGN(const std::size_t place, place_in(words[0], matrix.left_out.size()));
  const LeftOut& left_out = matrix.left_out[place];
  if (left_out.series.empty()) return no_choice(words[0]);
  Corrections said;
  for (const SeriesKey& series : left_out.series) said.placements.push_back({series, {}});
  return say(s, said, "what was left out put in a row");
}

Result<void> say_one_person(SessionState& s, const Matrix&) {
  Corrections said;
  said.one_person = true;
  return say(s, said, "all scans are of one person");
}

Result<void> type_study_date(SessionState& s, const Matrix& matrix, Words words) {
  LV_ASSIGN(const std::size_t study, place_in(words[0], matrix.studies.size()));
  const auto date = date_from_dicom(words[1]);
  if (!date) return Error{ErrorCode::usage, "a date is expected, as 2011-03-04", words[1]};
  Corrections said;
  said.dates.emplace_back(matrix.studies[study].study_uid, *date);
  return say(s, said, "the date of a column");
}

/// The distance that a word gives, else the one that explains why the date does not fit; mm. 0: as
/// its header says.
Result<double> slice_spacing_in(const ComparedDate& date, Words words) {
  if (words.size() > 1 && words[1] == "header") return 0.0;
  if (words.size() > 1) {
    LV_ASSIGN(const double mm, number_in(words[1]));
    if (mm >= least_slice_spacing_mm && mm <= most_slice_spacing_mm) return mm;
    return Error{ErrorCode::usage, "slices cannot lie so far apart", words[1] + " mm"};
  }
  const double mm = suggested_slice_spacing_mm(date);
  if (mm > 0) return mm;
  return Error{ErrorCode::usage,
               "nothing says that this date's slices lie farther apart or nearer"};
}

/// The row is read and lined up again with what is said of one of its dates.
Result<void> say_slice_spacing(SessionState& s, const OpenRow& open, Words words) {
  if (s.scans.reading) return Error{ErrorCode::usage, "the scans are still being read"};
  const auto& dates = open.row.dates;
  std::size_t shown = heavier_date(fade_pair(open.row, shown_state(s.view, dates.size())));
  if (!words.empty()) {
    LV_ASSIGN(shown, place_in(words[0], dates.size()));
  }
  LV_ASSIGN(const double mm, slice_spacing_in(dates[shown], words));
  const SeriesKey key = dates[shown].key;
  Corrections said;
  said.slice_spacings.emplace_back(key, mm);
  leave_to_read_again(s, key);
  correct(s.scans, said, "the distance of a date's slices");
  return {};
}

Result<void> save_session(SessionState& s, Words words) {
  if (s.scans.file.paths.empty()) {
    return Error{ErrorCode::usage, "there are no scans to save yet"};
  }
  if (words.empty()) {
    ask_or_not(s.program, Question::session);
    return {};
  }
  const std::filesystem::path path = words[0];
  if (path.extension() != ".longview") {
    return Error{ErrorCode::usage, "the name of a session ends in .longview", words[0]};
  }
  LV_TRY(write_session_file(path, session_now(s)));
  s.program.session_file = path;
  s.program.question = Question::none;
  note(s.program, "saved: " + file_name(path), s.view.now_s);
  return {};
}

void show_left_out(ProgramState& program) {
  program.left_out_shown = !program.left_out_shown;
}

}  // namespace

std::vector<Action> scan_actions() {
  return {
      action<open_scans>("open", "[PATH…]", "add folders, archives or files",
                         {{Key::o, with_control}}),
      action<stop_reading>("stop-reading", "", "stop reading scans"),
      action<write_demo>("demo", "", "look at the demo patient"),
      action<open_demo_folder>("open-demo-folder", "PATH", ""),
      action<to_scans>("scans", "", "back to the matrix of scans"),
      action<go_to_row>("row", "ROW [DATE]", "previous, next row",
                        {{Key::left_bracket, {}, "previous"}, {Key::right_bracket, {}, "next"}}),
      action<place_in_row>("place", "ROW COLUMN ROW|own", "row, column: to a row, or to its own"),
      action<bring_back>("bring-back", "NUMBER", "put what was left out in a row"),
      action<type_study_date>("study-date", "COLUMN DATE", "type in the date of a column"),
      action<say_slice_spacing>(
          "slice-spacing", "[DATE] [MM|header]",
          "a date whose header states a wrong distance of slices: the true one"),
      action<save_session>("save-session", "[PATH]", "save folders, corrections and what is shown",
                           {{Key::s, with_control}}),
      action<say_one_person>("one-person", "", "all scans are of one person"),
      action<show_left_out>("left-out", "", "what was set aside, and why"),
  };
}

}  // namespace lv
