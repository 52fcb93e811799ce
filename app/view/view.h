// View: what the user looks at, and how it moves with time. Plain values.
#pragma once

#include <optional>

#include "app/view/playback.h"
#include "app/view/view_state.h"

namespace lv {

struct View {
  ViewState state;
  Playback playback;
  std::optional<double> held;  ///< fade position of the date that is seen while its key is held
  bool text_hidden = false;    ///< in the window: nothing is written over the picture
  bool is_home = true;         ///< nobody has moved the view yet: it may follow what is being read
  double now_s = 0;            ///< time of the frame; playing starts from it
};

/// The state as it is drawn: a held date, alone, or a playing switch in place of the fade position.
/// `dates`: of the row that is open.
ViewState shown_state(const View& view, std::size_t dates);

/// Plays from here on: the look with clean cuts at once, a fade from where the position is.
void start_playing(View& view);

/// Moves the clock, and a fade that is playing with it.
void move_clock(View& view, double now_s, std::size_t dates);

}  // namespace lv
