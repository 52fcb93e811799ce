// Sagittal pictures of a scan, whichever way its slices lie: a column is looked for in these.
#pragma once

#include "engine/spine/plane_image.h"
#include "engine/volume/volume.h"

namespace lv {

/// Parallel sagittal planes through a scan. In a sagittal stack they are the slices themselves.
struct SagittalCut {
  dvec3 back{0, 1, 0}, down{0, 0, -1}, left{1, 0, 0};  ///< unit, at right angles; Scan
  dvec3 corner{0.0};                                   ///< of the first plane's pixel (0, 0), mm
  ivec2 size_mm{0};                                    ///< along back and down
  std::vector<double> planes_mm;                       ///< along left, from the corner

  dvec3 point(double back_mm, double down_mm, double left_mm) const {
    return corner + back_mm * back + down_mm * down + left_mm * left;
  }
};

/// Planes within `reach_mm` of the scan's middle, at least 3 mm apart.
SagittalCut sagittal_cut(const Geometry& geometry, double reach_mm);

/// One plane with pixels of `pixel_mm`; trilinear, 0 where nothing was scanned.
PlaneImage cut_picture(const Volume& volume, const SagittalCut& cut, double left_mm,
                       double pixel_mm);

}  // namespace lv
