// A volume drawn on another volume's grid.
#pragma once

#include <span>

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

/// The same with several stacks of one space: where a stack has nothing, the next one that has
/// something there fills in. Scale and offset are the first one's.
Volume resample(std::span<const Volume* const> sources, const Geometry& target,
                const Affine<Scan, World>& source_from_target, const PolyRigid& bend = {});

/// For each voxel of a grid, column fastest: how far such a map carries it, mm.
std::vector<vec3> displacements(const Geometry& grid, const Affine<Scan, World>& source_from_target,
                                const PolyRigid& bend);

/// An evenly spaced stack at the nominal slice distance that fills the same box: NIfTI can hold it.
Geometry even_geometry(const Geometry& geometry);

}  // namespace lv
