// The focus of a row as the registration takes it and as a pane shows it.
#pragma once

#include <optional>
#include <vector>

#include "app/view/view_state.h"
#include "engine/registration/restriction.h"

namespace lv {

/// In the reference's space.
Focus focus_of(const RowFocus& focus);

/// The part of a pane in which the focus holds, in the pane's own pixels.
struct FocusShape {
  Spot spot;
  std::vector<dvec2> outline_px;  ///< closed, convex
};
/// Empty: there is no focus, or the plane does not meet it.
std::optional<FocusShape> focus_shape(const ComparedRow& row, const ViewState& view,
                                      const PanePlan& plan);

/// The inside of focus_shape(), with the dates as they lie at the focus. Empty: there is no shape,
/// or no date of the pane has been lined up there.
std::optional<PaneInput> focus_input(const ComparedRow& row, const ViewState& view,
                                     const PanePlan& plan);

}  // namespace lv
