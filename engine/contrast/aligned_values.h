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

/// Both values at evenly spread voxels of the reference that the moving scan covers too, some
/// `wanted` of them; the sharper scan averaged over the other's slices. None where a scan has fewer
/// than two voxels along an axis.
std::vector<ValuePair> aligned_values(const Volume& reference, const Volume& moving,
                                      const Affine<Scan, World>& moving_from_reference,
                                      std::size_t wanted);

/// Below this a value counts as air: 0.3 of the median of what is brighter than the mean, both
/// counted from the least value.
double air_limit(std::vector<double> values);

/// The pairs in which neither value is air.
std::vector<ValuePair> tissue_of(const std::vector<ValuePair>& pairs);

}  // namespace lv
