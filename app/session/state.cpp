#include "app/session/state.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lv {

void tell(ProgramState& program, std::string message) {
  program.message = std::move(message);
  program.note_until_s.reset();
  program.made_now = program.can_take_back = false;
}

void note(ProgramState& program, std::string message, double now_s) {
  constexpr double shown_s = 6;
  program.message = std::move(message);
  program.note_until_s = now_s + shown_s;
  program.made_now = program.can_take_back = false;
}

void open_row(SessionState& state, int index, std::optional<std::size_t> date, bool playing) {
  close_row(state);
  state.row = row_to_read(*state.scans.matrix, index, date);
  ComparedRow& row = state.row->row;
  if (const SavedRow* const kept = kept_of(state.scans.file.rows, row)) {
    restore(row, *kept);
    row.focus.reset();
  }
  state.view.state.position = static_cast<double>(state.row->first_seen);
  state.view.state.pair.reset();
  state.view.state.rulers.clear();
  state.view.is_home = true;
  if (playing) start_playing(state.view);
  state.program.screen = Screen::compare;
}

void close_row(SessionState& state) {
  if (!state.row) return;
  const ComparedRow& row = state.row->row;
  if (has_work(row) || kept_of(state.scans.file.rows, row) != nullptr) {
    state.scans.file.rows = session_now(state).rows;
  }
  for (const ComparedDate& date : state.row->row.dates) {
    if (date.texture != 0) state.released.push_back(date.texture);
    for (const ComparedDate& stack : date.further) {
      if (stack.texture != 0) state.released.push_back(stack.texture);
    }
  }
  state.row.reset();
  state.view.state.playing = false;
  state.films.wish.reset();
  state.films.live_wish.reset();
  state.films.end_live = state.films.live.has_value();
}

void resume_row(SessionState& state) {
  const auto kept = std::exchange(state.scans.resume, std::nullopt);
  if (!kept || state.row || !state.scans.matrix) return;
  const Matrix& matrix = *state.scans.matrix;
  const auto holds = [&](const Row& row) {
    return std::ranges::any_of(row.cells, [&](const Cell& cell) {
      return matrix.series[static_cast<std::size_t>(cell.series)].key == kept->reference;
    });
  };
  const auto found = std::ranges::find_if(matrix.rows, holds);
  if (found == matrix.rows.end()) return;
  take_words(state.view, kept->view);
  const double last = static_cast<double>(found->cells.size() - 1);
  ViewState seen = state.view.state;
  seen.position = std::min(seen.position, last);
  if (seen.pair && seen.pair->second() >= found->cells.size()) seen.pair.reset();
  open_row(state, static_cast<int>(found - matrix.rows.begin()),
           static_cast<std::size_t>(std::lround(seen.position)), false);
  restore(state.row->row, *kept);
  state.view.state = seen;
  state.view.is_home = false;
}

void to_scans(SessionState& state) {
  close_row(state);
  Scans& scans = state.scans;
  if (scans.newer_matrix) scans.matrix = std::exchange(scans.newer_matrix, nullptr);
  state.program.screen = scans.matrix || scans.reading ? Screen::scans : Screen::start;
}

void leave_to_read_again(SessionState& state, const SeriesKey& series) {
  SavedRow again = saved(state.row->row);
  again.view = words_of(state.view);
  to_scans(state);
  forget_place(again, series);
  for (SavedRow& kept : state.scans.file.rows) forget_place(kept, series);
  state.scans.known_poses = {};
  state.scans.resume = std::move(again);
}

SessionFile session_now(const SessionState& state) {
  SessionFile file = state.scans.file;
  file.paths.insert(file.paths.end(), state.scans.opening.begin(), state.scans.opening.end());
  if (!state.row) return file;
  SavedRow row = saved(state.row->row);
  row.view = words_of(state.view);
  keep(file.rows, std::move(row));
  file.row_open = true;
  return file;
}

void forget_scans(SessionState& state) {
  close_row(state);
  state.scans = {};
  state.scans.forget_wanted = true;
}

bool busy(const SessionState& state) {
  const bool row_busy =
      state.row && (state.row->loading || state.row->reading_further || state.row->aligning ||
                    state.row->refining || state.row->equalising || state.view.state.playing ||
                    !waiting_for_texture(*state.row).empty());
  return state.scans.reading || row_busy || state.films.running || state.films.live;
}

bool only_progresses(const SessionState& state) {
  const bool moves = state.view.state.playing || state.films.running || state.films.live;
  return busy(state) && !moves && (!state.row || waiting_for_texture(*state.row).empty());
}

}  // namespace lv
