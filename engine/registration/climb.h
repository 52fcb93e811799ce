// One climb up the metric: direction from the samples' scores (Berndt, Hall, Hall, Hausman 1974),
// length by a line search (REGISTRATION 2.1, 3.4).
#pragma once

#include "engine/registration/metric.h"

namespace lv {

/// One iteration of one climb: one slope and about three scores.
void climb_once(PairMetric& metric, const ClimbRules& rules, Climb& climb);

}  // namespace lv
