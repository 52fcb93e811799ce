// How large the pictures of a page are and where its slices lie. Plain arithmetic.
#pragma once

#include <vector>

#include "app/view/view_state.h"

namespace lv {

/// Pictures in which no scan loses detail, but no side is longer than 512.
ExtentPx page_extent(const ComparedRow& row, const ViewState& view);

struct PageSlices {
  std::vector<dvec3> points;  ///< World, in the direction in which slices are counted
  std::size_t home = 0;       ///< the one at view.point
  int every = 1;              ///< 2: only every second slice, because there would be too many
};

/// From the first to the last slice of any date, by the slices of the row's own stack; as many as
/// `most`.
PageSlices page_slices(const ComparedRow& row, const ViewState& view, std::size_t most);

}  // namespace lv
