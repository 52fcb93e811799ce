// Chooses the points of a sample list: spread evenly over where they count, jittered so that no
// grid shows in the metric (Tsao 2003, doi:10.1002/jmri.10312), the same points every time.
#pragma once

#include <vector>

#include "engine/registration/level_image.h"
#include "engine/registration/pyramid.h"

namespace lv {

struct DrawRules {
  int count = 0;           ///< wanted number of samples; what is drawn differs a little by chance
  bool on_slices = false;  ///< only at the volume's own slice planes; else anywhere
  ivec3 most_regions{1};   ///< along the patient's x, y, z; fewer where little is sampled; <= 32
  double least_region_mm = 25.0;
};

/// Draws samples from `image`. `density` says how strongly each voxel of `cells` counts, a coarser
/// image of the same volume. Its scale does not matter; all zero gives an empty list.
SampleList draw_samples(const LevelImage& image, const LevelImage& cells,
                        const std::vector<float>& density, const GreyRange& range,
                        const DrawRules& rules);

/// The mean position of the samples, in the Scan of `image`, mm.
dvec3 centroid(const SampleList& samples, const LevelImage& image);

}  // namespace lv
