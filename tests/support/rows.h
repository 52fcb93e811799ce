// Rows made by hand, whose places are known: no files, no threads, no device.
#pragma once

#include "app/session/state.h"

namespace lv::test {

/// Axial slices: `slices` of them, `step` mm apart, the first centred at z = `bottom`; 100 x 100
/// mm.
ComparedDate axial_date(const std::string& year, double years, int slices, double step,
                        double bottom);

/// 2011: 20 slices of 5 mm, z 0..95. 2017: 30 slices of 3 mm, z 10..97. 2019: as 2017, 20 mm lower.
ComparedRow three_dates();

/// Every date is settled, in a frame of reference of its own: "frame 0", "frame 1" and so on.
void settle_in_frames(ComparedRow& row);

/// A program that compares the three dates, read and lined up, at the newest.
SessionState three_dates_open();

/// A matrix of one row, "Brain · FLAIR · axial", of two studies, with nothing of it read.
std::shared_ptr<const Matrix> two_studies();

/// Does one line of a script.
Result<void> act(SessionState& state, const std::string& line);

}  // namespace lv::test
