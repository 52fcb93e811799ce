// The lens: a circle about the pointer, in which the other date of a pair is seen.
#pragma once

#include <optional>

#include "app/view/view_state.h"

namespace lv {

/// In the pane's own pixels.
struct Lens {
  dvec2 middle_px{0.0};
  double radius_px = 0;
};
/// Empty: the look has no lens, or the pointer is in another pane.
std::optional<Lens> lens_of(const ViewState& view, const PanePlan& plan);

/// The date that is seen in the lens: the one that the slider is farther from.
inline std::size_t date_in_lens(const FadePair& pair) {
  return heavier_date(pair) == pair.first ? pair.second : pair.first;
}

/// The inside of the lens. Empty: there is none.
std::optional<PaneInput> lens_input(const ComparedRow& row, const ViewState& view,
                                    const PanePlan& plan);

}  // namespace lv
