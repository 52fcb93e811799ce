// Values of two scans of one person at the same places.
#pragma once

#include <vector>

#include "engine/volume/volume.h"

namespace lv {

struct ValuePair {
  double reference = 0, moving = 0;
  double gradient = 0;  ///< of the moving scan there, per mm
  dvec3 voxel{0.0};     ///< of the reference
};

enum class Sharpness {
  as_scanned,
  matched,  ///< the sharper scan averaged over the other's slices
};

/// The values of both scans at about `wanted` voxels that are evenly spread over the reference;
/// those that the moving scan does not cover are left out. None at all where a scan has fewer than
/// two voxels along an axis.
std::vector<ValuePair> aligned_values(const Volume& reference, const Volume& moving,
                                      const Affine<Scan, World>& moving_from_reference,
                                      std::size_t wanted, Sharpness sharpness);

/// Values below this count as air: 0.3 of the median of the values above the mean, both counted
/// from the least value.
double air_limit(std::vector<double> values);

/// The pairs in which neither value is air.
std::vector<ValuePair> tissue_of(const std::vector<ValuePair>& pairs);

}  // namespace lv
