// Series of many studies into rows: one kind each, at most one series of each study.
#pragma once

#include <string>
#include <vector>

#include "engine/study/corrections.h"
#include "engine/study/matrix.h"

namespace lv {

/// Fills `rows` and `start_row` from people, studies and series. Series that are set aside stand in
/// no row. The user's placements win.
void make_rows(Matrix& matrix, const Corrections& corrections);

/// "Brain · FLAIR · axial": region, weighting, plane, and what else parts it from its neighbours.
std::string row_name(const Kind& kind);

}  // namespace lv
