// Cutting planes in the radiological convention, as plain values: which way up a plane is shown,
// the letters at its edges, where it lies and where its next slice is. Frames are World = LPS, mm.
#pragma once

#include <array>
#include <span>
#include <string>

#include "engine/core/extent.h"
#include "engine/core/frames.h"
#include "engine/volume/geometry.h"
#include "engine/volume/standard_plane.h"

namespace lv {

/// The acquired plane of a stack, upright: front up in an axial one, head up in the others, as far
/// as the plane allows, however the scanner turned its pictures in it; seen from the side of its
/// nearest standard plane. `axes`: directions of rising column, row, slice (Geometry::axes()).
PlaneAxes native_axes(const dmat3& axes);

/// What a pane looks at.
struct PlaneView {
  PlaneAxes axes;
  dvec3 centre;  ///< World point in the middle of the pane
  double mm_per_px = 1.0;
};

/// Pane pixel (x, y, mm towards the viewer) to World, for a pane of this size.
Affine<World, Pane> world_from_pane(const PlaneView& view, ExtentPx pane);

/// The least magnification at which all points (a stack's corners, World) lie inside the pane when
/// `centre` is in its middle; mm per pixel.
double fitting_mm_per_px(const PlaneAxes& axes, const dvec3& centre, std::span<const dvec3> points,
                         ExtentPx pane);

/// Letters of a direction in World as DICOM writes them (PS3.3 C.7.6.1.1.1: L R A P H F), largest
/// component first; a second and third one where the direction is oblique by more than 6 degrees.
std::string orientation_letters(const dvec3& direction);

/// Letters for the pane's edges.
struct EdgeLetters {
  std::string left, right, top, bottom;
};
EdgeLetters edge_letters(const PlaneAxes& axes);

/// The plane's normal on the side of the patient's head, left or front, whichever is nearest:
/// positions and slices count that way.
dvec3 counting_normal(const PlaneAxes& axes);

/// Where a point lies in a stack, seen along a direction: slices are what runs most across it,
/// which may be columns or rows of pixels.
struct StackPosition {
  int axis = 2;         ///< 0: columns, 1: rows, 2: slices
  double place = 0;     ///< voxel coordinate along it
  double slice = 0;     ///< the same counted in slices, with fraction
  bool rising = true;   ///< the direction is towards greater numbers
  double per_mm = 1.0;  ///< of `place`
};
StackPosition stack_position(const Geometry& geometry, const dvec3& point, const dvec3& direction);

/// How far to move `point` along `direction` (unit; both in the stack's Scan) so that it lies on
/// the slice `steps` further (negative: back); between slices the first step goes to the next one
/// on that side. Where the direction runs across the slices, columns or rows of pixels are the
/// slices. Does not stop at the stack's end; mm along `direction`, negative for negative steps.
double step_mm(const Geometry& geometry, const dvec3& point, const dvec3& direction, int steps);

}  // namespace lv
