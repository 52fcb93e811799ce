// What a registration is restricted to, as weightings of places: a mask, or a focus.
#pragma once

#include "engine/registration/prepared_volume.h"

namespace lv {

/// Alignment on what lies around a point, started from a pose and bounded in how far it may run.
struct Focus {
  dvec3 point{0.0};  ///< of the fixed scan (the reference), LPS mm
  double radius_mm = 30.0;
};

/// 1 within the radius, falling smoothly to 0 at 1.25 radii.
SampleWeight weighting_of(const Focus& focus);

/// 1 where the mask (in the same space as the points, on any grid) is not 0, else 0.
SampleWeight weighting_of(const VolumePtr& mask);

}  // namespace lv
