// The discs of a column that is laid straight.
#pragma once

#include <vector>

#include "engine/spine/plane_image.h"

namespace lv {

struct Discs {
  std::vector<double> places_mm;  ///< along the column, from head to foot
  double score = 0.0;             ///< sum over discs of how far each stands out, in spreads
};

/// Layers at distances that change slowly: darker than the bodies, brighter, or edges only,
/// whichever makes the most of them.
Discs find_discs(const std::vector<PlaneImage>& straight_slices);

}  // namespace lv
