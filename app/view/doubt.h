// What a difference between two dates must exceed to be shown in colour.
#pragma once

#include "app/view/view_state.h"

namespace lv {

/// Share of the reference's window, beyond all doubt, that takes the full colour.
inline constexpr double full_change = 0.25;

/// From what lining up and equalising the two dates has told: noise, how well places fit, shading.
/// `width`: of the window in which the second date's values are shown; `matched`: the sharper one
/// is averaged over the other's slices.
DifferenceDoubt difference_doubt(const ComparedRow& row, const FadePair& pair, double width,
                                 bool matched);

/// From the middle of a slice to its side on the date of the two that has the thicker ones, or on
/// the coarsest of the row, if both are as sharp as that; World.
dvec3 half_slice_mm(const ComparedRow& row, const FadePair& pair, bool matched);

/// The strongest shading between the two, as a share of the brightness.
double strongest_shading(const ComparedRow& row, const FadePair& pair);

}  // namespace lv
