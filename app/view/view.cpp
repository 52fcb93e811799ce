#include "app/view/view.h"

namespace lv {

namespace {

/// What playing goes through: the dates of a row one by one, or from one of a pair to the other.
struct Way {
  double from = 0, step = 1;
  int dates = 2;

  double along(double position) const { return (position - from) / step; }
  double position(double along) const { return from + along * step; }
};

Way way_of(const ViewState& view, std::size_t dates) {
  if (!view.pair) return {0, 1, static_cast<int>(dates)};
  const auto first = static_cast<double>(view.pair->first());
  return {first, static_cast<double>(view.pair->second()) - first, 2};
}

}  // namespace

ViewState shown_state(const View& view, std::size_t dates) {
  ViewState shown = view.state;
  if (shown.playing && shown.look == Look::cuts) {
    const Way way = way_of(shown, dates);
    shown.position =
        way.position(view.playback.cut_position(view.now_s, way.along(shown.position), way.dates));
  }
  if (view.held) {
    shown.position = *view.held;
    shown.pair.reset();
    if (row_of(shown.look).both_seen) shown.look = Look::fade;  // the date on its own
  }
  return shown;
}

void start_playing(View& view) {
  view.state.playing = true;
  view.playback.start_s =
      view.state.look == Look::cuts
          ? view.now_s
          : Playback::start_for(view.now_s, way_of(view.state, 2).along(view.state.position));
}

void move_clock(View& view, double now_s, std::size_t dates) {
  view.now_s = now_s;
  if (!view.state.playing || view.state.look == Look::cuts) return;
  const Way way = way_of(view.state, dates);
  view.state.position = way.position(view.playback.fade_position(now_s, way.dates));
}

}  // namespace lv
