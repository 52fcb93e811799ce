// For commands: a spine bends between two visits, so its dates are lined up level by level too.
#pragma once

#include "app/jobs/read_row.h"

namespace lv {

/// The levels that two scans share. `whole`: where the moving scan lies as a whole, a start only.
/// Errors: align_spine()'s; unsupported: no column is to be seen in the fixed scan.
Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop);

/// Finds the levels of each date of a row that may show a spine, and says in a date's answer where
/// one pose for all of it is not right. Other rows are left as they are. Errors: the metric's;
/// cancelled.
Result<void> add_levels(ComparedRow& row, Region region, const MetricSource& metric,
                        const Progress& progress);

}  // namespace lv
