// Which vertebra lies on which: chains from many starts along the column, so that a slip by a
// vertebra is met and judged, not fallen into.
#pragma once

#include "engine/spine/chain.h"

namespace lv {

/// Windows along a column at these distances from its upper end.
struct PlacedWindows {
  std::vector<double> places_mm;
  Windows windows;
};

/// The chain that fits best on average of those that begin at the starts, slid along the column by
/// up to 75 mm. Errors: the metric's; cancelled; unsupported: nowhere do both scans show enough of
/// the column.
Result<Chain> search_chain(PlacedWindows& placed, const ColumnAxis& axis, const Geometry& moving,
                           const std::vector<RigidPose>& starts, const std::stop_token& stop);

/// How much better the chain fits than the best of its rivals, the chains that begin half a level,
/// one and two levels further up or down; a ratio of mean information. `coarse`: where rivals are
/// brought to rest; `sharp`: the same windows at the resolution at which all are judged. Infinite:
/// no rival shows enough. Errors: the metric's; cancelled.
Result<double> lead_over_rivals(PlacedWindows& coarse, Windows& sharp, const ColumnAxis& axis,
                                const Chain& chain, double level_mm, const std::stop_token& stop);

}  // namespace lv
