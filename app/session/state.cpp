#include "app/session/state.h"

namespace lv {

void tell(ProgramState& program, std::string message) {
  program.message = std::move(message);
  program.note_until_s.reset();
}

void note(ProgramState& program, std::string message, double now_s) {
  constexpr double shown_s = 6;
  program.message = std::move(message);
  program.note_until_s = now_s + shown_s;
}

void open_row(SessionState& state, int index, std::optional<std::size_t> date, bool playing) {
  close_row(state);
  state.row = row_to_read(*state.scans.matrix, index, date);
  state.view.state.position = static_cast<double>(state.row->first_seen);
  state.view.is_home = true;
  if (playing) start_playing(state.view);
  state.program.screen = Screen::compare;
}

void close_row(SessionState& state) {
  if (!state.row) return;
  for (const ComparedDate& date : state.row->row.dates) {
    if (date.texture != 0) state.released.push_back(date.texture);
  }
  state.row.reset();
  state.view.state.playing = false;
  state.films.wish.reset();
}

void forget_scans(SessionState& state) {
  close_row(state);
  state.scans = {};
  state.scans.forget_wanted = true;
}

bool busy(const SessionState& state) {
  const bool row_busy =
      state.row &&
      (state.row->loading || state.row->aligning || state.row->refining || state.row->equalising ||
       state.view.state.playing || !waiting_for_texture(*state.row).empty());
  return state.scans.reading || row_busy || state.films.running;
}

}  // namespace lv
