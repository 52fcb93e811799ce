// Whether a result can be trusted, and why (PRODUCT: the chip). Thresholds are calibrated on many
// real and provoked results (tests/bench/registration); a wrong alignment must never be called
// good.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/registration/pose.h"

namespace lv {

enum class VerdictKind { good, doubtful, failed };
std::string_view name(VerdictKind kind);  ///< "good", "doubtful", "failed"

struct Verdict {
  VerdictKind kind = VerdictKind::failed;
  double uncertainty_mm = 0.0;       ///< expected error, from refits; never from the Hessian
  double overlap = 0.0;              ///< of the two bodies, 0..1
  std::vector<std::string> because;  ///< one phrase per reason, the weightiest first
};

/// What is known about a finished registration.
struct Evidence {
  double overlap = 0.0;      ///< share of either body's samples inside the other picture
  double split_mm = 0.0;     ///< disagreement of refits on halves of the head, RMS over the axes
  double information = 0.0;  ///< of the final metric, nats
  double prominence = 0.0;   ///< how far the result stands out of the searched poses, in sd
  double runner_up = 0.0;    ///< value of the best pose elsewhere over the result's value
  double rotation = 0.0;     ///< beyond the header's, rad
};

Verdict judge(const Evidence& evidence);

}  // namespace lv
