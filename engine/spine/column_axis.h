// A column's curve as something to walk along: frames at any place of it, a little beyond its ends
// too, and what is looked at there.
#pragma once

#include "engine/registration/restriction.h"
#include "engine/spine/column.h"

namespace lv {

class ColumnAxis {
 public:
  /// Of a column with places.
  explicit ColumnAxis(const SpineColumn& column) : column_(column) {}

  double length_mm() const { return column_.length_mm(); }
  /// At a distance from the upper end; before and beyond the ends the curve runs on straight.
  SpineColumn::Place at(double mm) const;
  /// Carries what lies at one place of the curve to another place, the curve's direction with it.
  RigidPose slide(double from_mm, double to_mm) const;
  /// Bone, discs and canal within `half_mm` along the curve.
  Focus window(double mm, double half_mm) const;

 private:
  const SpineColumn& column_;
};

}  // namespace lv
