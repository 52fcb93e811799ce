// One smooth map for a spine that bends: each level goes where its own pose puts it, everything
// else where the pose of the whole does.
#pragma once

#include <vector>

#include "engine/spine/spine_alignment.h"
#include "engine/volume/poly_rigid.h"

namespace lv {

struct Bend {
  RigidPose whole;        ///< fixed to moving points; the bend holds with this pose only
  PolyRigid about_whole;  ///< of fixed points, before `whole`; empty: there is no bend
  /// The farthest that a level lies from where the pose of the whole puts it.
  double most_mm = 0.0, most_rad = 0.0;
  double within_mm = 0.0;  ///< expected error at the levels, in the plane of the slices
  bool complete = true;    ///< every level between the first and the last good one is good

  bool empty() const { return about_whole.empty(); }
  /// Where a point of the fixed scan lies in the moving one.
  dvec3 operator()(const dvec3& point) const { return whole(about_whole(point)); }
};

/// Made of the good levels, from head to foot. A good level between two that are not may be good by
/// chance and is left out. Empty: the levels are too few, or none lies elsewhere than the whole.
Bend bend_of(const RigidPose& whole, const std::vector<SpineLevel>& levels);

/// The motion that leads from where the pose of the whole puts a level to where the level lies.
Motion shift_of(const SpineLevel& level, const RigidPose& whole);

}  // namespace lv
