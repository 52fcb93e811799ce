// One map for a spine that bends: each level where its own pose puts it, all else where the whole's
// does, smoothly joined.
#pragma once

#include <vector>

#include "engine/spine/spine_alignment.h"
#include "engine/volume/poly_rigid.h"

namespace lv {

struct Bend {
  RigidPose whole;        ///< fixed to moving points; the bend holds with this pose only
  PolyRigid about_whole;  ///< of fixed points, before `whole`; empty: there is no bend
  /// How far the levels lie from where the whole's pose puts them, at most.
  double most_mm = 0.0, most_rad = 0.0;
  double within_mm = 0.0;  ///< how far what lies at the levels may be off, in plane
  bool complete = true;    ///< from its first to its last level all are good

  bool empty() const { return about_whole.empty(); }
  /// Where a point of the fixed scan lies in the moving one.
  dvec3 operator()(const dvec3& point) const { return whole(about_whole(point)); }
};

/// Of the good levels, from head to foot; one between two that are not good may be so by chance.
/// Empty where they are few or all lie where the whole does.
Bend bend_of(const RigidPose& whole, const std::vector<SpineLevel>& levels);

/// How a level lies to where the whole's pose puts it.
Motion shift_of(const SpineLevel& level, const RigidPose& whole);

}  // namespace lv
