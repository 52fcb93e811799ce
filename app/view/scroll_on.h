// Scrolling through all pictures of a row, from the end of one stack to the next (stacks.h).
#pragma once

#include "app/view/view_state.h"

namespace lv {

/// scroll(); at the last slice of all, on to the next stack of the date that is seen, or where it
/// has none of another.
void scroll_on(ComparedRow& row, ViewState& view, ShownPlane plane, int steps);

}  // namespace lv
