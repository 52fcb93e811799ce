// How alike two series are, with the reasons a person would give.
#pragma once

#include <string>

#include "engine/study/matrix.h"

namespace lv {

/// A series at least this similar is offered where its study has no cell in the row.
inline constexpr double similar_from = 0.55;

/// 0 to 1. At least 0.85 exactly where same_kind() holds.
double similarity(const Series& a, const Series& b);

/// The discrete part: region, weighting, plane, contrast agent, 2D or 3D, fat suppression and
/// heavy T2 are all the same. Unknown is never the same as anything.
bool same_kind(const Kind& a, const Kind& b);

/// "slices 3.0 instead of 5.0 mm, fat suppressed": what sets `other` apart; empty: nothing much.
std::string differences(const Series& series, const Series& other);

}  // namespace lv
