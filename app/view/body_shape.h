// Where the body lies in a pane, so that what is written over the picture can stand beside it.
#pragma once

#include <vector>

#include "app/row/compared_row.h"

namespace lv {

/// The convex outline of all that the framed date shows of the body, seen through every slice; the
/// pane's own pixels, anticlockwise where y goes up. Empty: no body stands out there.
std::vector<dvec2> body_shape(const ComparedRow& row, const Affine<World, Pane>& world_from_pane);

/// The convex outline of places, in the same order.
std::vector<dvec2> convex_outline(std::vector<dvec2> places);

}  // namespace lv
