// A group of parallel pictures as a volume: in order along the normal, with the true places of the
// slices, and with everything said that is not as it should be. Geometry comes from position,
// orientation and pixel spacing alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/split.h"
#include "engine/volume/geometry.h"

namespace lv {

struct Stack {
  PictureGroup pictures;              ///< in the order of the geometry; flat: by instance number
  PictureGroup surplus;               ///< repeats of a place that another picture already fills
  Geometry geometry;                  ///< flat: only its size and in-plane spacing mean something
  std::string flat_reason;            ///< why there is no geometry; empty: there is one
  std::optional<double> spacing_mm;   ///< most frequent distance; empty: one slice, irregular
  std::vector<std::string> findings;  ///< "slice 12 of 28 is missing; 5.0 mm apart elsewhere"

  bool flat() const { return !flat_reason.empty(); }
};

/// `pictures`: one group of split_series, not empty.
Stack arrange(const PictureGroup& pictures);

}  // namespace lv
