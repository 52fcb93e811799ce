// A scan as it would be if its header said something else: mirrored, or stretched along an axis.
// Samples and picture stay the same; only their places in space change.
#pragma once

#include "engine/registration/level_image.h"

namespace lv {

/// `mapped_from_scan` may mirror and stretch, which a RigidPose cannot.
std::shared_ptr<const MetricSide> mapped_side(const MetricSide& side,
                                              const Affine<Scan, Scan>& mapped_from_scan);

}  // namespace lv
