// What a registration is restricted to, as weightings of places: a mask, or a focus.
#pragma once

#include "engine/registration/prepared_volume.h"

namespace lv {

/// Alignment on a part only: what lies within `radius_mm` of a point, or of a box about it. A long
/// thin box makes a tube.
struct Focus {
  dvec3 point{0.0};  ///< of the fixed scan (the reference), LPS mm
  double radius_mm = 30.0;
  dvec3 half_box_mm{0.0};              ///< along the box's own axes
  dquat box_turn{1.0, 0.0, 0.0, 0.0};  ///< box axes to the fixed scan
};

/// A tube about the line from one point to another, along a spine.
Focus tube(const dvec3& from, const dvec3& to, double radius_mm);

/// The box between two opposite corners, with rounded edges, along the axes of the fixed scan's
/// space. Its sides are all above 0.
Focus box(const dvec3& corner, const dvec3& opposite);

/// 1 within the radius, falling smoothly to 0 at 1.25 radii.
SampleWeight weighting_of(const Focus& focus);

/// 1 where the mask (in the same space as the points, on any grid) is not 0, else 0.
SampleWeight weighting_of(const VolumePtr& mask);

}  // namespace lv
