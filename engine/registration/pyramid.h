// The resolutions of a volume: block means along the axes that are finer than wanted. A thick
// slice axis is left alone.
#pragma once

#include "engine/registration/level_image.h"

namespace lv {

/// Grey values that matter, as stored samples.
struct GreyRange {
  double low = 0.0;     ///< background
  double tissue = 0.0;  ///< 95th percentile of what is above low
  double high = 0.0;    ///< 99.5th percentile of what is above low
};
GreyRange grey_range(const Volume& volume);

/// The volume's own voxels.
LevelImage native_image(const VolumePtr& volume, const GreyRange& range);

/// Blocks of about `mm` in each axis, never cutting a voxel.
LevelImage coarser_image(const LevelImage& finer, double mm);

}  // namespace lv
