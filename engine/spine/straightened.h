// A column laid straight: what discs, canal and width are read from.
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

/// Smoothed, and without ends that lie outside of the body.
PlaneCurve curve_of(const ColumnPath& path, const PlaneImage& evened_picture);

inline constexpr int straight_reach_mm = 45;

/// Row s: across the curve at its s-th place; the middle pixel lies on the curve. Pixels of 1 mm.
PlaneImage straightened(const PlaneImage& evened_picture, const PlaneCurve& curve);

/// Moves the curve to the middle of what goes with it: what lies beside a place belongs to the
/// column as far as brightness along it changes as on the curve.
void recentre(const PlaneImage& evened_picture, PlaneCurve& curve);

/// How steady the steadiest tube behind the column is: the mean of how it stands out over the
/// spread of that. The canal: above 1; in heads there is none.
double canal_steadiness(const PlaneImage& straight);

}  // namespace lv
