#include "app/session/session.h"

#include <utility>

#include "app/session/action.h"
#include "app/session/hand.h"
#include "app/session/row_desk.h"
#include "app/session/scan_desk.h"
#include "engine/core/file_name.h"

namespace lv {

Session::Session(std::shared_ptr<MetricChoice> metric)
    : metric_(metric),
      scan_desk_(std::make_unique<ScanDesk>()),
      row_desk_(std::make_unique<RowDesk>(std::move(metric))) {}

Session::~Session() = default;

Result<void> Session::apply(const Command& command) {
  return lv::apply(state_, command);
}

void Session::act(const Command& command) {
  const auto done = apply(command);
  if (!done) tell(done.error().text());
}

void Session::poll(double now_s) {
  state_.view.now_s = now_s;
  scan_desk_->poll(state_);
  row_desk_->poll(state_);
  if (state_.program.note_until_s && now_s > *state_.program.note_until_s) tell("");
  if (state_.row) show_stacks_at(state_.row->row, state_.view.state.point);
  if (state_.row) move_clock(state_.view, now_s, state_.dates());
}

ViewState Session::shown_view() const {
  ViewState shown = shown_state(state_.view, state_.dates());
  if (!state_.row || !state_.row->hand || state_.view.held || shown.look == Look::grid)
    return shown;
  const auto moved = movable_date(*state_.row, state_.view);
  if (!moved) return shown;
  shown.look = Look::overlay;
  shown.pair = {state_.row->row.reference, *moved};
  shown.position = static_cast<double>(*moved);
  return shown;
}

std::string Session::metric_fallback() const {
  return metric_->fallback();
}

bool Session::busy() const {
  return lv::busy(state_) || scan_desk_->makes_thumbnails();
}

void Session::set_texture(const StackPlace& stack, Result<VolumeId> texture) {
  take_texture(stack_at(state_.row->row, stack), std::move(texture));
}

void Session::tell_film(double fraction) {
  state_.films.running = true;
  state_.films.fraction = fraction;
}

void Session::end_film(const std::string& outcome, const std::filesystem::path& made) {
  state_.films.wish.reset();
  state_.films.cancel = state_.films.running = false;
  state_.films.fraction = 0;
  end_live(outcome, made);
}

void Session::end_live(const std::string& outcome, const std::filesystem::path& made) {
  state_.films.outcome = outcome;
  if (made.empty()) return tell(outcome);
  note(outcome);
  state_.program.made = made;
  state_.program.made_now = true;
}

std::vector<VolumeId> Session::take_released_textures() {
  return std::exchange(state_.released, {});
}

std::vector<MadeThumbnail> Session::take_thumbnails() {
  return scan_desk_->take_thumbnails(state_.scans);
}

std::optional<FilmWish> Session::take_film_wish() {
  return std::exchange(state_.films.wish, std::nullopt);
}

bool Session::take_film_cancelled() {
  return std::exchange(state_.films.cancel, false);
}

std::optional<FilmWish> Session::take_live_wish() {
  return std::exchange(state_.films.live_wish, std::nullopt);
}

bool Session::take_live_end() {
  return std::exchange(state_.films.end_live, false);
}

bool Session::take_copy_picture() {
  return std::exchange(state_.program.copy_picture, false);
}

bool Session::take_choose_folder() {
  return std::exchange(state_.program.choose_folder, false);
}

void Session::offer_discs(const std::vector<std::filesystem::path>& discs) {
  state_.program.discs.clear();
  for (const auto& disc : discs) {
    state_.program.discs.push_back({disc, "Open the disc " + file_name(disc)});
  }
}

bool Session::take_fullscreen_toggled() {
  return std::exchange(state_.program.toggle_fullscreen, false);
}

}  // namespace lv
