// A spine bends between two visits, so its dates are lined up level by level too.
#pragma once

#include <functional>

#include "app/row/compared_row.h"

namespace lv {

/// The levels that two scans share. The search starts from `whole`, the pose of the moving scan as
/// one rigid piece. Errors: those of align_spine(); unsupported: the fixed scan shows no column.
Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop);

/// Whether rows of this region are lined up level by level where a column is found.
bool may_show_spine(Region region);

/// Whether the slices of the row's reference cut across a spine: then the row shows no column by
/// itself, and another row is asked where the levels are (ComparedDate::known_levels).
bool cuts_across_spine(const ComparedRow& row);

using TakeLevels = std::function<void(std::size_t date, SpineAlignment found)>;

/// Calls `take` with each date of a row that may show a spine, and its levels. Errors: those of the
/// metric; cancelled.
Result<void> find_levels(const ComparedRow& row, const MetricSource& metric,
                         const std::stop_token& stop, const TakeLevels& take);

/// Gives its levels to a date that is already lined up as a whole. Where one rigid pose is not
/// right for all of it, the date's alignment says so from then on (say_bend).
void take_levels(ComparedDate& date, SpineAlignment found);

}  // namespace lv
