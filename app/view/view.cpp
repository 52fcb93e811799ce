#include "app/view/view.h"

namespace lv {

ViewState shown_state(const View& view, std::size_t dates) {
  ViewState shown = view.state;
  if (shown.playing && shown.look == Look::cuts) {
    shown.position =
        view.playback.cut_position(view.now_s, shown.position, static_cast<int>(dates));
  }
  if (view.held) {
    shown.position = *view.held;
    if (row_of(shown.look).both_seen) shown.look = Look::fade;  // the date on its own
  }
  return shown;
}

void start_playing(View& view) {
  view.state.playing = true;
  view.playback.start_s = view.state.look == Look::cuts
                              ? view.now_s
                              : Playback::start_for(view.now_s, view.state.position);
}

void move_clock(View& view, double now_s, std::size_t dates) {
  view.now_s = now_s;
  if (!view.state.playing || view.state.look == Look::cuts) return;
  view.state.position = view.playback.fade_position(now_s, static_cast<int>(dates));
}

}  // namespace lv
