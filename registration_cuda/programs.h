// Which kernels run for what is asked of a pair. A climb is one program: no kernel waits for the
// host, and those that have nothing left to do end at once.
#pragma once

#include "registration_cuda/card.h"

namespace lv {

/// Scores of the active trials.
Program score_program();

/// Slopes of the climbers at their first trials' poses.
Program slope_program();

/// At most `iterations` of each climber, from its first trial's pose on.
Program climb_program(int iterations);

}  // namespace lv
