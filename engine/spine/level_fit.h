// One level of a spine, lined up for good and judged.
#pragma once

#include "engine/spine/spine_alignment.h"
#include "engine/spine/window_fit.h"

namespace lv {

/// The last fit of window `i`, from `start`, with its verdict; the level's point is not set.
/// `checked` are the same windows with fewer samples, which is enough for the checks. Errors: those
/// of the metric.
Result<SpineLevel> settle_level(Windows& fine, Windows& checked, std::size_t i,
                                const RigidPose& start);

/// The level is not good, for one reason more.
void doubt(SpineLevel& level, const std::string& reason);

/// Doubts neighbours that do not follow from each other.
void doubt_jumps(std::vector<SpineLevel>& levels);

}  // namespace lv
