// Commands about folders, the matrix and its rows.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/session/session_commands.h"

namespace lv {
Result<void> SessionCommands::open(Session& s, Words words) {
  if (words.empty()) {
    if (s.screen_ == Screen::compare) LV_TRY(scans(s, {}));
    return ask(s, Question::path);
  }
  if (s.demo_) s.forget_scans();  // nobody's scans are mixed with the demo patient's
  s.close_comparison();
  return s.open_paths({words.begin(), words.end()});
}

Result<void> SessionCommands::demo(Session& s, Words) {
  s.forget_scans();
  s.demo_job_ = std::make_unique<DemoJob>();
  s.screen_ = Screen::scans;
  return {};
}

Result<void> SessionCommands::open_demo_folder(Session& s, Words words) {
  s.forget_scans();
  s.demo_ = true;
  return s.open_paths({words[0]});
}

Result<void> SessionCommands::scans(Session& s, Words) {
  s.close_comparison();
  if (s.newer_matrix_) s.matrix_ = std::exchange(s.newer_matrix_, nullptr);
  s.ask_thumbnails();
  s.screen_ = s.matrix_ || s.scan_ ? Screen::scans : Screen::start;
  return {};
}

Result<void> SessionCommands::row(Session& s, Words words) {
  if (!s.matrix_ || s.matrix_->rows.empty()) {
    return Error{ErrorCode::usage, "there are no rows yet", ""};
  }
  if (words[0] == "next" || words[0] == "previous") {
    const int target = s.row_ + (words[0] == "next" ? 1 : -1);
    if (s.row_ < 0 || target < 0 || target >= static_cast<int>(s.matrix_->rows.size())) return {};
    s.open_neighbour(target);
    return {};
  }
  const std::vector<int> fitting = find_rows(*s.matrix_, words[0]);
  if (fitting.empty()) return Error{ErrorCode::not_found, "no row fits these words", words[0]};
  if (fitting.size() > 1) return Error{ErrorCode::usage, "several rows fit these words", words[0]};
  std::optional<std::size_t> date;
  if (words.size() > 1) {
    LV_ASSIGN(const double wanted, number(words[1]));
    date = static_cast<std::size_t>(std::clamp(wanted, 1.0, 1e6)) - 1;
  }
  s.open_comparison(fitting.front(), date);
  return {};
}

/// The member of a list that a word counts from 1.
template <class T>
static Result<const T*> nth(const std::vector<T>& list, const std::string& word) {
  LV_ASSIGN(const double n, SessionCommands::number(word));
  if (n < 1 || n > static_cast<double>(list.size()) || n != std::floor(n)) {
    return SessionCommands::no_such(word);
  }
  return &list[static_cast<std::size_t>(n) - 1];
}

/// Row, column, and the row it belongs to or "own".
Result<void> SessionCommands::place(Session& s, Words words) {
  if (!s.matrix_) return Error{ErrorCode::usage, "there are no rows yet", ""};
  const Matrix& matrix = *s.matrix_;
  LV_ASSIGN(const Row* const from, nth(matrix.rows, words[0]));
  LV_ASSIGN(const Study* const study, nth(matrix.studies, words[1]));
  const auto cell =
      std::ranges::find(from->cells, static_cast<int>(study - matrix.studies.data()), &Cell::study);
  if (cell == from->cells.end()) return no_such(words[1]);
  const auto key = [&](const Cell& c) {
    return matrix.series[static_cast<std::size_t>(c.series)].key;
  };
  Corrections said;
  said.placements.push_back({key(*cell), std::nullopt});
  if (words[2] != "own") {
    LV_ASSIGN(const Row* const to, nth(matrix.rows, words[2]));
    said.placements.back().with = key(to->cells.front());
  }
  return s.correct(said);
}

/// The member of the list of what was left out, each of its volumes to a row of its own.
Result<void> SessionCommands::bring_back(Session& s, Words words) {
  if (!s.matrix_) return Error{ErrorCode::usage, "there are no scans yet", ""};
  LV_ASSIGN(const LeftOut* const left_out, nth(s.matrix_->left_out, words[0]));
  if (left_out->series.empty()) return no_such(words[0]);
  Corrections said;
  for (const SeriesKey& series : left_out->series) said.placements.push_back({series, {}});
  return s.correct(said);
}

Result<void> SessionCommands::one_person(Session& s, Words) {
  Corrections said;
  said.one_person = true;
  return s.correct(said);
}

Result<void> SessionCommands::study_date(Session& s, Words words) {
  if (!s.matrix_) return Error{ErrorCode::usage, "there are no studies yet", ""};
  LV_ASSIGN(const Study* const study, nth(s.matrix_->studies, words[0]));
  const auto date = date_from_dicom(words[1]);
  if (!date) return Error{ErrorCode::usage, "a date is expected, as 2011-03-04", words[1]};
  Corrections said;
  said.dates.emplace_back(study->study_uid, *date);
  return s.correct(said);
}

Result<void> SessionCommands::save_session(Session& s, Words words) {
  if (s.file_.paths.empty()) return Error{ErrorCode::usage, "there are no scans to save yet", ""};
  if (words.empty()) return ask(s, Question::session);
  const std::filesystem::path path = words[0];
  if (path.extension() != ".longview") {
    return Error{ErrorCode::usage, "the name of a session ends in .longview", words[0]};
  }
  LV_TRY(write_session_file(path, s.file_));
  s.question_ = Question::none;
  return {};
}

Result<void> SessionCommands::left_out(Session& s, Words) {
  s.left_out_shown_ = !s.left_out_shown_;
  return {};
}

}  // namespace lv
