// Which places a head's pose is decided by: deep ones, where nothing but the brain is. Scalp, eyes,
// jaw and neck move against it; whole-head answers of other programs sit 0.2 to 1.2 mm from the
// brain's own motion (shared/peers).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/registration/level_image.h"

namespace lv {

struct InsideWeights {
  std::vector<float> weights;  ///< how much each voxel of the image counts, 0..1
  bool head = false;           ///< a head is seen, its top and all
};

/// From body_mask and body_depth. Where no head is seen, depth below the skin alone decides; where
/// that leaves little, the whole body counts.
InsideWeights inside_weights(const LevelImage& image, const std::vector<std::uint8_t>& body,
                             const std::vector<float>& depth);

}  // namespace lv
