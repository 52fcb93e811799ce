// A bent date as a pane shows it: straightened, or as one rigid piece.
#pragma once

#include <string>
#include <vector>

#include "app/view/view_state.h"

namespace lv {

/// The bend with which a date is shown. Null: it is shown by its one pose everywhere.
const Bend* shown_bend(const ComparedDate& date, const ViewState& view);

/// The point of a date's scan that is shown at a World point.
dvec3 scan_point(const ComparedDate& date, const ViewState& view, const dvec3& world);

/// A place along the spine, in the pane's own pixels, and how it is shifted.
struct LevelMark {
  dvec2 place_px{0.0};
  std::string text;
};
/// The marks of a bent date's levels that lie near the pane's plane, from head to foot.
std::vector<LevelMark> level_marks(const ComparedDate& date,
                                   const Affine<World, Pane>& world_from_pane);

}  // namespace lv
