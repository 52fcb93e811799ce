// How much of space one voxel stands for along a direction, and over how long a line a sharper scan
// is averaged so that it looks as blurred as a coarser one.
#pragma once

#include <cmath>

#include "engine/volume/geometry.h"

namespace lv {

/// How long one voxel is along a direction, a unit vector in the stack's Scan.
inline double voxel_extent_mm(const Geometry& geometry, const dvec3& direction) {
  const dvec3 spacing = geometry.spacing_mm();
  return glm::length(glm::transpose(geometry.axes()) * direction *
                     dvec3(spacing.x, spacing.y, geometry.thickness_mm()));
}

/// Over how many mm a scan must be averaged to look as if it had been taken `wanted_mm` thick.
/// Blurs add up by their squares: slices of t mm averaged over L mm look like slices of sqrt(L² +
/// t²). 0: it is about as blurred as wanted already, or more.
inline double averaging_mm(double own_mm, double wanted_mm) {
  constexpr double alike = 1.1;
  return wanted_mm < alike * own_mm ? 0.0 : std::sqrt(wanted_mm * wanted_mm - own_mm * own_mm);
}

}  // namespace lv
