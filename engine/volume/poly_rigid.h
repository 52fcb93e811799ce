// A smooth map of space that is made of rigid motions at places along a curve.
#pragma once

#include <vector>

#include "engine/core/math.h"

namespace lv {

/// Poly-rigid, log-Euclidean (Arsigny et al. 2009, doi:10.1007/s10851-008-0135-9): at each point
/// the logarithms of the places' motions are averaged, the nearest along the curve most, and the
/// point moves as the average says. Beside the curve and beyond its ends the motion fades away.
struct PolyRigid {
  /// A place of the curve and its motion: a screw that runs for one unit of time.
  struct Node {
    dvec3 point{0.0};            ///< mm
    dvec3 along{0.0, 0.0, 1.0};  ///< the curve's direction, unit
    dvec3 turn{0.0};             ///< rotation vector, rad
    dvec3 velocity{0.0};         ///< of the node's point when the motion begins, mm
  };

  static constexpr double spread_mm = 8.0;     ///< along the curve: how far a node counts (sigma)
  static constexpr double full_mm = 40.0;      ///< around the curve the motion is whole so far …
  static constexpr double end_full_mm = 15.0;  ///< … and so far beyond a node
  static constexpr double least_fade_mm = 50.0;

  std::vector<Node> nodes;         ///< along the curve; none: nothing moves
  double fade_mm = least_fade_mm;  ///< over which the motion fades away

  bool empty() const { return nodes.empty(); }
  /// Where a point is moved to.
  dvec3 operator()(const dvec3& point) const;
  /// How much of the nodes' motion there is at a point: 1 near the curve, 0 away from it.
  double strength(const dvec3& point) const;
};

/// How far a point is carried in one unit of time that begins with `velocity` while all turns.
dvec3 carried(const dvec3& turn, const dvec3& velocity);

}  // namespace lv
