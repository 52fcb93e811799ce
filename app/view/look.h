// Looks: the ways in which the dates of a row are shown, in the window and in films. One row says
// all of a look: its words, its button, its key, and how the renderer joins two dates. Keys, menus,
// scripts, films and the command line read that row.
//
// To add one: its row here. Where no Blend joins the two dates as it wants, a number in
// shaders/shared/blend.h and a case in shaders/pane.frag; where it draws something over the pane, a
// line in add_panes() (view_state.cpp).
#pragma once

#include <algorithm>
#include <string_view>

#include "app/host/input.h"
#include "shaders/shared/blend.h"

namespace lv {

enum class Look { grid, fade, cuts, swipe, lens, overlay, difference };

struct LookRow {
  Look look;
  std::string_view word;       ///< in scripts
  std::string_view film_word;  ///< of export --look
  const char* label;           ///< on its button
  std::string_view tip;        ///< what it does, in a few words
  std::string_view help;       ///< what to do in it, or look for, a sentence; empty: as in a fade
  Key key;                     ///< unknown: none
  Blend blend = Blend::crossfade;
  bool seam = false;              ///< the two part at a line, which drags and films move
  bool coloured = false;          ///< what its colours mean is drawn beside the picture
  bool both_seen = false;         ///< two dates, wherever the fade position is between them
  std::string_view between = {};  ///< both seen: stands between their names, "2011 | 2017"
  std::string_view before = {};   ///< both seen: stands before their names
  bool lens = false;              ///< one of the two is seen in a circle only (lens_view.h)
};

inline constexpr LookRow looks[] = {
    {Look::grid, "grid", "grid", "All dates", "a pane for each date", "Double-click a date: large.",
     Key::g},
    {Look::fade, "fade", "fade", "Fade", "mix neighbouring dates", "", Key::unknown},
    {Look::cuts, "switch", "switch", "Switch", "clean cuts, once a second",
     "What changes from cut to cut is what differs.", Key::s},
    {Look::swipe, "swipe", "sweep", "Swipe", "a line between two dates",
     "Drag the line in the picture.", Key::w, Blend::swipe, true, false, true, " | ", ""},
    {Look::lens, "lens", "lens", "Lens", "the other date, in a circle",
     "The circle follows the pointer.", Key::o, Blend::crossfade, false, false, true,
     ", in the lens ", "", true},
    {Look::overlay, "overlay", "overlay", "Overlay", "one over the other; grey: the same",
     "Blue and orange rims: the two do not lie on each other.", Key::unknown, Blend::overlay, false,
     true, true, " and ", "overlay of "},
    {Look::difference, "difference", "difference", "Difference",
     "blue: brighter then; orange: brighter now", "Drag the slider: other dates.", Key::d,
     Blend::difference, false, true, true, " and ", "difference of "},
};

constexpr const LookRow& row_of(Look look) {
  return *std::ranges::find(looks, look, &LookRow::look);
}

}  // namespace lv
