// A column's curve as something to walk along: frames at any place of it, a little beyond its ends
// too, and what is looked at there.
#pragma once

#include "engine/registration/restriction.h"
#include "engine/spine/column.h"

namespace lv {

/// A box around a place of the curve that holds bone, discs and canal, `half_mm` long to both
/// sides.
Focus window_around(const SpineColumn::Place& place, double half_mm);

class ColumnAxis {
 public:
  /// `column` must have places and outlive this.
  explicit ColumnAxis(const SpineColumn& column) : column_(column) {}

  double length_mm() const { return column_.length_mm(); }
  /// The place at a distance from the upper end. Beyond both ends the curve runs on straight.
  SpineColumn::Place at(double mm) const;
  /// The motion that carries the curve's place and directions at one distance to those at another.
  RigidPose slide(double from_mm, double to_mm) const;
  /// window_around() the place at a distance from the upper end.
  Focus window(double mm, double half_mm) const;

 private:
  const SpineColumn& column_;
};

}  // namespace lv
