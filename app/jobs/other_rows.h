// For commands: where a row alone cannot be lined up surely, other rows of the same studies help.
// In the window the rows that were opened before do that (KnownPoses).
#pragma once

#include "app/jobs/read_row.h"

namespace lv {

/// Lines up a row and returns when it is done. If some dates are not good, other rows are lined up
/// that have dates in the same frames of reference, and this row is lined up once more from their
/// poses (RowOptions::known). Of other rows only the dates that can help are read; a row that
/// cannot be read or lined up is passed over. `focus` is in the space of the reference; without one
/// the whole is lined up. Errors: those of RowAligner::align().
Result<void> align_with_other_rows(ComparedRow& row, const RowOnDisk& found,
                                   const MetricSource& metric, const std::optional<Focus>& focus,
                                   const Progress& progress);

/// For rows that cut across a spine: other rows of the same studies that show it from the side are
/// lined up level by level, and what they find is noted in the dates that know no levels yet
/// (ComparedDate::known_levels). Errors: cancelled; other rows that fail are passed over.
Result<void> take_levels_of_other_rows(ComparedRow& row, const RowOnDisk& found,
                                       const MetricSource& metric, const Progress& progress);

}  // namespace lv
