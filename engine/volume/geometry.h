// Where the voxels of one volume lie in the patient. Positions come from ImagePositionPatient,
// ImageOrientationPatient and PixelSpacing (or a NIfTI's sform/qform) and from nothing else.
#pragma once

#include <array>
#include <vector>

#include "engine/core/frames.h"

namespace lv {

/// A stack of parallel, equally sized slices.
/// Frames: Voxel = (column i, row j, slice k), centres at integers; Scan = LPS, mm.
struct Geometry {
  ivec3 size{0};  ///< columns, rows, slices

  /// Exact for the in-plane axes and for regular stacks. In an irregular stack its third axis is
  /// the nominal step from slice to slice (the most frequent distance), and `slice_coordinates`
  /// says where the slices really are.
  Affine<Scan, Voxel> scan_from_voxel;

  /// Irregular stacks only, else empty: the true place of each slice along the normal, as a third
  /// voxel coordinate of `scan_from_voxel`; ascending, first one 0, size.z numbers.
  std::vector<double> slice_coordinates;

  /// Nominal blur along the normal (SliceThickness), mm. 0: not known, the slice spacing stands in.
  double slice_thickness_mm = 0.0;

  bool regular() const { return slice_coordinates.empty(); }
  /// Distances of neighbouring voxel centres: along a row, along a column, along the normal; mm.
  dvec3 spacing_mm() const;
  /// Unit directions in Scan of rising column, row and slice index.
  dmat3 axes() const;
  /// Thickness where it is known, else the slice spacing; mm.
  double thickness_mm() const;
  std::size_t voxel_count() const;
  /// Third voxel coordinate (nominal) of slice k.
  double coordinate_of_slice(int k) const;
  /// Slice index, with fraction, at a nominal third voxel coordinate: piecewise linear between true
  /// slice places; linear continuation outside.
  double slice_at_coordinate(double coordinate) const;
  /// Whether a nominal third voxel coordinate lies between two slices of an irregular stack whose
  /// gap is wider than they are thick: there nothing was scanned.
  bool in_unscanned_gap(double coordinate) const;
  /// The centre of the stack's box and its eight corners (outer faces of the outer voxels, half a
  /// slice thickness beyond the outer slices), Scan mm.
  dvec3 centre() const;
  std::array<dvec3, 8> corners() const;
  /// How far a point of Scan lies outside of the stack's voxels, mm; inside 0.
  double outside_mm(const dvec3& point) const;
};

/// The stack without some of its slices (ascending indices, not all): a gap where they were.
Geometry without_slices(Geometry geometry, const std::vector<int>& slices);

/// The same stack with its slices this far apart, from the first on; those of an irregular one keep
/// the proportions of their gaps. Two slices at least.
Geometry with_slice_spacing(Geometry geometry, double spacing_mm);

/// A regular geometry from directions (unit, orthogonal in-plane), spacings and the centre of the
/// first voxel, all LPS mm.
Geometry regular_geometry(ivec3 size, const dvec3& row_direction, const dvec3& column_direction,
                          const dvec3& slice_direction, const dvec3& spacing_mm,
                          const dvec3& first_voxel);

}  // namespace lv
