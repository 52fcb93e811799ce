// Two scans of one spine, level by level: a spine bends between two visits, so no single pose can
// be right.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "engine/registration/metric.h"
#include "engine/registration/row.h"
#include "engine/spine/column.h"

namespace lv {

struct SpineTask {
  std::shared_ptr<const PreparedVolume> fixed, moving;
  SpineColumn column;                        ///< of the fixed scan
  std::optional<SpineColumn> moving_column;  ///< gives one more start; empty: not found
  std::vector<RigidPose> starts;             ///< fixed to moving points: of the whole, the scanner
};

/// One place of the column. Levels lie 10 mm apart, so that every vertebra has one near its middle.
struct SpineLevel {
  dvec3 point{0.0};                     ///< on the curve of the column, in the fixed scan
  RigidPose pose;                       ///< fixed to moving points; holds near this level
  Verdict verdict;                      ///< its uncertainty_mm is that in the plane of the slices
  double uncertainty_through_mm = 0.0;  ///< expected error across the slices
};

struct SpineAlignment {
  std::vector<SpineLevel> levels;  ///< from head to foot; only those that both scans show
  double lead = 0.0;               ///< over the best rival that lies elsewhere on the column
  /// Where the rival fits almost as well: its levels. Then no level of either is good.
  std::vector<SpineLevel> rival;
  bool guided = false;  ///< found from where another row has them (guided_levels.h)
};

/// Errors: the metric's; cancelled; unsupported: the scans have too little of the column in common.
Result<SpineAlignment> align_spine(std::shared_ptr<Metric> metric, const SpineTask& task,
                                   const std::stop_token& stop);

/// What is said of levels that have such a rival.
inline constexpr std::string_view rival_reason =
    "another place along the column fits almost as well";

/// The good level that lies nearest to a point of the fixed scan. Null: none lies near.
const SpineLevel* good_level_near(const std::vector<SpineLevel>& levels, const dvec3& point);

/// Changes the alignment of the whole by what its good levels have shown. Where the spine bends,
/// one pose is not right everywhere: it is then called doubtful, and its uncertainty is how far it
/// is off. Where it is right nowhere, it is replaced by the pose of the middle level.
void say_bend(DateAlignment& whole, const std::vector<SpineLevel>& levels);

}  // namespace lv
