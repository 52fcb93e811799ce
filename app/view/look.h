// Looks: the ways in which two neighbouring dates are shown in one pane. One row says all of a look
// but its key, which stands with the other keys (look_actions.cpp). A grid of dates has none: every
// pane is one date.
#pragma once

#include <algorithm>
#include <string_view>

#include "engine/render/view.h"

namespace lv {

enum class PairLook { fade, cuts, swipe, difference };

struct PairLookRow {
  PairLook look;
  std::string_view word;     ///< in scripts
  const char* label;         ///< on its button
  std::string_view tip;      ///< what it does, in a few words
  Blend blend;               ///< how the renderer joins the two
  bool both_seen;            ///< wherever the fade position is between the two
  std::string_view between;  ///< both seen: stands between their names, "2011 | 2017"
  std::string_view before;   ///< both seen: stands before their names
};

inline constexpr PairLookRow pair_looks[] = {
    {PairLook::fade, "fade", "Fade", "mix neighbouring dates", Blend::crossfade, false, "", ""},
    {PairLook::cuts, "switch", "Switch", "clean cuts, once a second", Blend::crossfade, false, "",
     ""},
    {PairLook::swipe, "swipe", "Swipe", "a line between two dates", Blend::swipe, true, " | ", ""},
    {PairLook::difference, "difference", "Difference", "blue: brighter then; orange: brighter now",
     Blend::difference, true, " and ", "difference of "},
};

constexpr const PairLookRow& row_of(PairLook look) {
  return *std::ranges::find(pair_looks, look, &PairLookRow::look);
}

}  // namespace lv
