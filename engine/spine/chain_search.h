// Which vertebra lies on which: chains from many starts along the column, so that a slip by a
// vertebra is met and judged, not fallen into.
#pragma once

#include <limits>
#include <optional>

#include "engine/spine/chain.h"

namespace lv {

/// Windows along a column at these distances from its upper end.
struct PlacedWindows {
  std::vector<double> places_mm;
  Windows windows;
};

/// Follows chains from all starts, each slid along the column by up to 75 mm, and returns the one
/// with most mean information. Errors: those of the metric; cancelled; unsupported: both scans show
/// too little of one column.
Result<Chain> search_chain(PlacedWindows& placed, const ColumnAxis& axis, const Geometry& moving,
                           const std::vector<RigidPose>& starts, const std::stop_token& stop);

/// How much better a chain fits than its best rival, as a ratio of mean information.
struct Lead {
  double ratio = std::numeric_limits<double>::infinity();  ///< infinite: no rival shows enough
  std::optional<Chain> rival;
};

/// Rivals begin half a level, one and two levels further up or down. They are lined up in `coarse`;
/// `sharp` are the same windows at the resolution at which all are compared. Errors: those of the
/// metric; cancelled.
Result<Lead> lead_over_rivals(PlacedWindows& coarse, Windows& sharp, const ColumnAxis& axis,
                              const Chain& chain, double level_mm, const std::stop_token& stop);

}  // namespace lv
