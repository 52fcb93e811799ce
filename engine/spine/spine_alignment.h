// Two scans of one spine, level by level: a spine bends between two visits, so no single pose can
// be right.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/registration/metric.h"
#include "engine/registration/row.h"
#include "engine/spine/column.h"

namespace lv {

struct SpineTask {
  std::shared_ptr<const PreparedVolume> fixed, moving;
  SpineColumn column;                        ///< of the fixed scan
  std::optional<SpineColumn> moving_column;  ///< where it was found too: one start more
  std::vector<RigidPose> starts;             ///< fixed to moving: the whole's pose, the scanner's
};

/// One place of the column; they lie 10 mm apart, so that every vertebra has one near its middle.
struct SpineLevel {
  dvec3 point{0.0};                     ///< on the column's curve, of the fixed scan
  RigidPose pose;                       ///< fixed to moving points, right near this level
  Verdict verdict;                      ///< its uncertainty: in the plane of the slices
  double uncertainty_through_mm = 0.0;  ///< across the slices
};

struct SpineAlignment {
  std::vector<SpineLevel> levels;  ///< from head to foot; only what both scans show
  double lead = 0.0;               ///< over the best rival that lies elsewhere on the column
};

/// Errors: the metric's; cancelled; unsupported: the scans have too little of the column in common.
Result<SpineAlignment> align_spine(std::shared_ptr<Metric> metric, const SpineTask& task,
                                   const std::stop_token& stop);

/// Says in the whole's answer what its levels have shown. Where the spine bends, one pose is not
/// right everywhere: then it is not good, and how far it is off goes into its uncertainty; where it
/// is right nowhere, the middle level's pose takes its place. Only good levels count.
void say_bend(DateAlignment& whole, const std::vector<SpineLevel>& levels);

}  // namespace lv
