// Numbers of what is shown: grey window, and which slice of how many.
#pragma once

#include <optional>
#include <string>

#include "app/view/view_state.h"

namespace lv {

/// "level 412, window 873", in values of the date's scan. Empty: the date is not read yet.
std::string window_text(const ComparedRow& row, const ViewState& view, std::size_t date);

/// Which of the row's slices a plane cuts. They are counted the way scrolling goes, towards head,
/// left or front, and through all stacks of the date.
struct SliceCount {
  int slice = 1, count = 1;
};
std::optional<SliceCount> slice_count(const ComparedRow& row, const ViewState& view,
                                      ShownPlane plane);

}  // namespace lv
