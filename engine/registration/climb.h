// One climb up the metric, by calls of the metric alone.
#pragma once

#include "engine/registration/metric.h"

namespace lv {

/// One iteration of one climb: one slope and about three scores. Errors: the metric's.
Result<void> climb_once(PairMetric& metric, const ClimbRules& rules, Climb& climb);

}  // namespace lv
