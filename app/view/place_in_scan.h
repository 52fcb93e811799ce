// A place in one date's scan: between which slices it lies, and what was measured there.
#pragma once

#include <string>

#include "app/view/view_state.h"

namespace lv {

/// Where a point of a date's scan lies in its stack, counted in its slices.
double slice_at(const ComparedDate& date, const dvec3& point);

/// The slice next to a point of a date's scan.
int nearest_slice(const ComparedDate& date, const dvec3& point);

/// True: the point lies more than half a slice beyond the outer slices, where stripes are shown.
bool beyond_scan(const ComparedDate& date, const dvec3& point);

/// How far a point of the scan lies from the middle of the nearest slice, mm.
double from_nearest_slice_mm(const ComparedDate& date, const dvec3& point);

/// What a date's scanner measured at a World point, and where that is for the scanner: the value of
/// the nearest voxel, as it was stored, and "412 at L 12.3 P 4.5 H 33.0 mm"; "not scanned".
std::string measured_text(const ComparedDate& date, const ViewState& view, const dvec3& world);

}  // namespace lv
