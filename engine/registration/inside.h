// The places that decide a head's pose: deep ones, where there is only brain. Scalp, eyes, jaw and
// neck move against it; programs that use the whole head were measured to be 0.2 to 1.2 mm away
// from the brain's own motion.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/registration/level_image.h"

namespace lv {

struct InsideWeights {
  std::vector<float> weights;  ///< how much each voxel of the image counts, 0..1
  bool head = false;           ///< the scan shows a head with its top
};

/// `body` and `depth` are body_mask() and body_depth(). Where no head is seen, depth below the skin
/// alone decides; where that leaves too little, the whole body counts.
InsideWeights inside_weights(const LevelImage& image, const std::vector<std::uint8_t>& body,
                             const std::vector<float>& depth);

}  // namespace lv
