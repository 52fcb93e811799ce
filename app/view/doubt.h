// What a difference between two dates must exceed to be shown in colour.
#pragma once

#include "app/view/view_state.h"

namespace lv {

/// A change takes the full colour where it exceeds all doubt by this share of the reference's
/// window.
inline constexpr double full_change = 0.25;

/// Noise, misplacement and shading between the two dates of a pair, as lining up and equalising
/// have measured them. `width` is that of the window in which the second date is shown; `matched`:
/// the sharper date is averaged over the other's slices.
DifferenceDoubt difference_doubt(const ComparedRow& row, const FadePair& pair, double width,
                                 bool matched);

/// Half the thickness of a slice, as a vector along its normal in World: of the date of the pair
/// that has the thicker slices; with `matched`, of the row's coarsest date where that is thicker.
dvec3 half_slice_mm(const ComparedRow& row, const FadePair& pair, bool matched);

/// So far about a place the mean of a change is looked at, too: the noise of acquired pixels so far
/// apart is not the same. 0 where the contrast of a date could not be equalised, since what differs
/// then is more than noise.
double around_mm(const ComparedRow& row, const FadePair& pair);

/// The strongest shading between the two, as a share of the brightness.
double strongest_shading(const ComparedRow& row, const FadePair& pair);

}  // namespace lv
