// Finds the column of vertebrae in a scan, without learning and without a click: as a curve through
// the bodies, with the discs that can be told apart, and how sure it is.
#pragma once

#include <vector>

#include "engine/volume/volume.h"

namespace lv {

struct SpineColumn {
  /// One place of the curve. Unit directions at right angles.
  struct Place {
    dvec3 point{0.0};  ///< Scan, mm
    dvec3 down{0, 0, -1}, back{0, 1, 0};
  };
  std::vector<Place> places;     ///< one every mm, from head to foot
  std::vector<double> discs_mm;  ///< along the curve, from its upper end
  double confidence = 0.0;       ///< see column_is_found

  double length_mm() const { return static_cast<double>(places.size()); }
};

/// Measured on real scans: spines have 56 to 105, heads at most 17, small crops of necks up to 21.
inline constexpr double least_column_confidence = 35.0;
inline bool column_is_found(const SpineColumn& column) {
  return column.confidence >= least_column_confidence;
}

/// The most likely column; column_is_found() tells whether it is one.
SpineColumn find_column(const Volume& volume);

}  // namespace lv
