// Chooses the points of a sample list: spread evenly over where they count, jittered so that no
// grid shows in the metric (Tsao 2003, doi:10.1002/jmri.10312), the same points every time.
#pragma once

#include <vector>

#include "engine/registration/level_image.h"
#include "engine/registration/pyramid.h"

namespace lv {

struct DrawRules {
  int count = 0;           ///< wanted; what is drawn differs by chance, and by what lies at the rim
  bool on_slices = false;  ///< only at the volume's own slice planes; else anywhere
  ivec3 most_regions{1};   ///< along the patient's x, y, z; fewer where little is sampled; <= 32
  double least_region_mm = 25.0;
};

/// Draws from `image`. `density`: how strongly each voxel of `cells`, a coarser image of the same
/// volume, counts; any scale, all zero gives an empty list.
SampleList draw_samples(const LevelImage& image, const LevelImage& cells,
                        const std::vector<float>& density, const GreyRange& range,
                        const DrawRules& rules);

/// Where the list's samples lie on average, Scan mm of `image`.
dvec3 centroid(const SampleList& samples, const LevelImage& image);

}  // namespace lv
