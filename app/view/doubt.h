// What a difference between two dates must exceed to be shown in colour.
#pragma once

#include "app/view/view_state.h"

namespace lv {

/// Share of the reference's window, beyond all doubt, that takes the full colour.
inline constexpr double full_change = 0.25;

/// From what lining up and equalising the two dates has told: noise, how well places fit, shading.
/// `width`: of the window in which the second date's values are shown.
DifferenceDoubt difference_doubt(const ComparedRow& row, const FadePair& pair, double width);

/// The strongest shading between the two, as a share of the brightness.
double strongest_shading(const ComparedRow& row, const FadePair& pair);

}  // namespace lv
