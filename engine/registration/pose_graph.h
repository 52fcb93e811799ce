// Joins measured poses between the dates of a row into one consistent set: least squares over rigid
// motions, each edge weighted by its uncertainty, with a robust weight that shrinks step by step
// (graduated non-convexity, Yang et al. 2020, doi:10.1109/LRA.2020.2965893) so that a failed edge
// is outvoted by the loops it contradicts.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/registration/pose.h"

namespace lv {

/// A registration of two dates: points of `from` to points of `to`.
struct PoseEdge {
  std::size_t from = 0, to = 0;
  RigidPose pose;
  double uncertainty_mm = 1.0;
};

struct PoseGraph {
  std::vector<RigidPose> poses;     ///< per date: reference points to its points
  std::vector<double> residual_mm;  ///< per edge: what it and the joined poses disagree by
  std::vector<bool> kept;           ///< per edge: not contradicted by the others
};

/// `centres`: per date a point of it, about which residuals are measured (its centre of mass). The
/// reference keeps the identity. Every date must be reached by edges.
PoseGraph join_poses(std::span<const dvec3> centres, std::span<const PoseEdge> edges,
                     std::size_t reference);

}  // namespace lv
