// Finds the discs in a column that was straightened.
#pragma once

#include <vector>

#include "engine/spine/plane_image.h"

namespace lv {

struct Discs {
  std::vector<double> places_mm;  ///< along the column, from head to foot
  double score = 0.0;             ///< sum over discs of how far each stands out, in spreads
};

/// Discs are layers at distances that change slowly along the column. They may be darker or
/// brighter than the bodies or show only their edges; whichever gives the best score is taken.
Discs find_discs(const std::vector<PlaneImage>& straight_slices);

}  // namespace lv
