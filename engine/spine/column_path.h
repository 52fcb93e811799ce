// The most likely way of a column through the maps of laminar_coherence().
#pragma once

#include <vector>

#include "engine/spine/laminar.h"

namespace lv {

/// From head to foot, one place a row of the maps.
struct ColumnPath {
  struct Place {
    double x = 0.0, y = 0.0;  ///< pixels of the maps
    int direction = 0;
  };
  std::vector<Place> places;
  double score = 0.0;  ///< sum of coherence above a threshold along the path
};

ColumnPath best_path(const std::vector<PlaneImage>& maps);

}  // namespace lv
