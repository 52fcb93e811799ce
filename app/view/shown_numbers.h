// Numbers of what is shown: grey window, and which slice of how many.
#pragma once

#include <optional>
#include <string>

#include "app/view/view_state.h"

namespace lv {

/// "level 412, window 873": in values of the date's scan; empty: it is not read.
std::string window_text(const ComparedRow& row, const ViewState& view, std::size_t date);

/// Which of the row's slices a plane cuts, counted as scrolling counts: towards head, left or
/// front. Further stacks of the date are counted with it.
struct SliceCount {
  int slice = 1, count = 1;
};
std::optional<SliceCount> slice_count(const ComparedRow& row, const ViewState& view,
                                      ShownPlane plane);

}  // namespace lv
