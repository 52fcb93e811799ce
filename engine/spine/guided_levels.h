// Levels of scans that cut across the spine, such as a stack for each disc. They show no column by
// themselves; guides say where the levels are. Each level is lined up on these scans' own pictures,
// since the spine may have moved a little since the guides were found.
#pragma once

#include "engine/spine/spine_alignment.h"

namespace lv {

struct GuidedTask {
  std::vector<std::shared_ptr<const PreparedVolume>> fixed, moving;  ///< all stacks of each visit
  /// From head to foot; those that are not good do not count. Another row of the same two visits
  /// has shown them, in the same frames.
  std::vector<SpineLevel> guides;
  /// The guides' poses are one and the same, that of the whole: it may be right at one place of the
  /// spine only, so each level is tried from its neighbour's pose, too.
  bool rough = false;
};

/// The guides that both scans show, lined up again, from head to foot. Errors: the metric's;
/// cancelled.
Result<std::vector<SpineLevel>> align_guided(std::shared_ptr<Metric> metric, const GuidedTask& task,
                                             const std::stop_token& stop);

}  // namespace lv
