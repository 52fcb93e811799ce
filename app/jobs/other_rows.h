// For commands: a row that is not surely lined up alone asks the other rows of the same studies. In
// the window the rows that were open tell (Session, KnownPoses).
#pragma once

#include "app/jobs/read_row.h"

namespace lv {

/// Lines up a row and returns when it is done; where dates are not good, once more from what the
/// other rows find between frames of reference that they share with this one (RowOptions::known).
/// Of the other rows only the dates that can help are read. `focus`: in the space of the reference;
/// none: the whole. Errors: RowAligner::align()'s; another row that cannot be read or lined up
/// tells nothing.
Result<void> align_with_other_rows(ComparedRow& row, const RowOnDisk& found,
                                   const MetricSource& metric, const std::optional<Focus>& focus,
                                   const Progress& progress);

}  // namespace lv
