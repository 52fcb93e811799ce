// A volume drawn on another volume's grid.
#pragma once

#include "engine/volume/poly_rigid.h"
#include "engine/volume/volume.h"

namespace lv {

/// `source` at the voxel centres of `target`, trilinear. `source_from_target` maps the target's
/// Scan frame (here World) to the source's. Outside the source, and in a gap of an irregular stack
/// that is wider than the slices are thick, the result holds 0, or the value nearest to 0 that the
/// source's 16 bits can express. `target` keeps its geometry; scale and offset are the source's.
/// `bend`: of the target's space, before `source_from_target`.
Volume resample(const Volume& source, const Geometry& target,
                const Affine<Scan, World>& source_from_target, const PolyRigid& bend = {});

/// How far the points of a grid are carried by such a map: mm, for each voxel, column fastest.
std::vector<vec3> displacements(const Geometry& grid, const Affine<Scan, World>& source_from_target,
                                const PolyRigid& bend);

/// The same box as an evenly spaced stack at the nominal slice distance: what NIfTI can hold.
Geometry even_geometry(const Geometry& geometry);

}  // namespace lv
