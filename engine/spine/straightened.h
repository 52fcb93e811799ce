// The straightened picture of a column, from which discs, canal and width are read.
#pragma once

#include <vector>

#include "engine/spine/column_path.h"

namespace lv {

/// A curve in a picture from head to foot, one place every millimetre.
struct PlaneCurve {
  struct Place {
    dvec2 at{0.0};          ///< mm from pixel (0, 0): backward, down
    dvec2 along{0.0, 1.0};  ///< unit, to the feet
    dvec2 backward() const { return {along.y, -along.x}; }
  };
  std::vector<Place> places;
};

/// The path, smoothed and without the ends that lie outside of the body.
PlaneCurve curve_of(const ColumnPath& path, const PlaneImage& evened_picture);

inline constexpr int straight_reach_mm = 45;

/// A picture with pixels of 1 mm: row s runs across the curve at its s-th place, with the curve in
/// the middle pixel.
PlaneImage straightened(const PlaneImage& evened_picture, const PlaneCurve& curve);

/// Moves the curve to the middle of the column. What lies beside the curve belongs to the column as
/// far as brightness there changes along the column as it does on the curve.
void recentre(const PlaneImage& evened_picture, PlaneCurve& curve);

/// How steadily a tube behind the column, the canal, stands out: mean / standard deviation along
/// the column, of the steadiest tube. A canal has more than 1; heads have nothing like it.
double canal_steadiness(const PlaneImage& straight);

}  // namespace lv
