// Commands about folders, the matrix and its rows.
#include <utility>

#include "app/facts.h"
#include "app/session_commands.h"

namespace lv {
namespace {

Result<SeriesKey> series_key(const Matrix& matrix, const std::string& word) {
  for (const Series& series : matrix.series) {
    if (word == text_of(series.key)) return series.key;
  }
  return Error{ErrorCode::not_found, "there is no such series", word};
}

}  // namespace

Result<void> SessionCommands::open(Session& s, Words words) {
  if (words.empty()) {
    s.path_asked_ = !s.path_asked_;
    return s.screen_ == Screen::compare ? scans(s, {}) : Result<void>{};
  }
  if (s.demo_) s.forget_scans();  // nobody's scans are mixed with the demo patient's
  s.close_comparison();
  s.open_paths({words.begin(), words.end()});
  return {};
}

Result<void> SessionCommands::demo(Session& s, Words) {
  s.requests_.open_demo = true;
  return {};
}

Result<void> SessionCommands::open_demo_folder(Session& s, Words words) {
  s.forget_scans();
  s.open_paths({words[0]});
  s.demo_ = true;
  return {};
}

Result<void> SessionCommands::scans(Session& s, Words) {
  s.close_comparison();
  if (s.newer_matrix_) s.matrix_ = std::exchange(s.newer_matrix_, nullptr);
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
  s.open_comparison(fitting.front());
  return {};
}

Result<void> SessionCommands::place(Session& s, Words words) {
  if (!s.matrix_) return Error{ErrorCode::usage, "there are no rows yet", ""};
  LV_ASSIGN(const SeriesKey series, series_key(*s.matrix_, words[0]));
  Corrections::Placement placement{series, std::nullopt};
  if (words[1] != "alone") {
    LV_ASSIGN(placement.with, series_key(*s.matrix_, words[1]));
  }
  auto& all = s.corrections_.placements;
  std::erase_if(all, [&](const auto& earlier) { return earlier.series == series; });
  all.push_back(placement);
  s.sort_again();
  return {};
}

Result<void> SessionCommands::one_person(Session& s, Words) {
  if (!s.matrix_) return Error{ErrorCode::usage, "there are no scans yet", ""};
  s.corrections_.one_person = true;
  s.sort_again();
  return {};
}

Result<void> SessionCommands::left_out(Session& s, Words) {
  s.left_out_shown_ = !s.left_out_shown_;
  return {};
}

}  // namespace lv
