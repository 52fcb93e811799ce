// Whether a result can be trusted, and why. Thresholds are calibrated on many
// real and provoked results (tests/bench/registration); a wrong alignment must never be called
// good.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/registration/pose.h"
#include "engine/registration/suspicion.h"

namespace lv {

enum class VerdictKind { good, doubtful, failed };
std::string_view name(VerdictKind kind);  ///< "good", "doubtful", "failed"

/// How one part of the body lies against the rest.
struct PartShift {
  dvec3 place;      ///< middle of the part; of the fixed scan, LPS mm
  double mm = 0.0;  ///< what it would have to be moved by to fit best alone
};

struct Verdict {
  VerdictKind kind = VerdictKind::failed;
  double uncertainty_mm = 0.0;       ///< of the pose, from refits; never from the Hessian
  double overlap = 0.0;              ///< of the two bodies, 0..1
  std::vector<std::string> because;  ///< one phrase per reason, the weightiest first
  /// What no rigid pose removes: how far the body's points lie from where they belong, root mean
  /// square. Infinite: not known.
  double remaining_mm = 0.0;
  std::vector<PartShift> parts = {};
  Suspicion suspicion = Suspicion::none;
  LeftRight left_right = LeftRight::cannot_be_told;  ///< against the other scan
};

/// What right results lose at least where they are probed, nats (SelfFindings::sharpness).
inline constexpr double least_sharpness = 0.027;

/// What a registration says about itself (self_checks.h).
struct SelfFindings {
  /// Mean distance of the answers of either half of the head, root mean square over the axes that
  /// could be split; mm. Infinite: none could.
  double split_mm = 0.0;
  double shift_mm = 0.0;              ///< own shifts of the regions, root mean square
  int shifts = 0;                     ///< how many regions could be asked
  double sharpness = 0.0;             ///< nats lost by 2 mm, mean over the six motions
  std::vector<PartShift> parts = {};  ///< what shift_mm is the mean of
};

/// What drawing the moving scan out makes better (stretch_test.h).
enum class StretchOf { along_slices, everywhere };
struct StretchFinding {
  double factor = 1.0;   ///< of the moving scan's lengths, for the best fit with the fixed one
  double gain = 0.0;     ///< of the metric's value, as a part of the value without it
  dvec3 direction{0.0};  ///< of the moving scan; 0: in all directions
};

/// What is known about a finished registration.
struct Evidence {
  SelfFindings self;
  double overlap = 0.0;      ///< share of either body's samples inside the other picture
  double information = 0.0;  ///< of the final metric, nats
  double runner_up = 0.0;    ///< value of the best pose elsewhere over the result's value
  double turn = 0.0;         ///< rotation against what the headers say, rad
  bool heads = false;        ///< both scans show a whole head
  /// Value of the metric with one scan mirrored, over the value as it is (mirror_test.h).
  std::optional<double> mirrored;
  std::array<StretchFinding, 2> stretch;  ///< by StretchOf
  bool ran_away = false;                  ///< a focus left its surroundings and was put back
};

/// Expected error of the pose, mm. Weights fitted on 99 exact pairs: true error over this lies
/// within 1/3 and 2 for 92 %. At least 0.1, for refits of one pair share the errors of its
/// pictures. Infinite: the body could not be split into parts.
double uncertainty_mm(const SelfFindings& self);

/// What no rigid pose removes, mm (Verdict::remaining_mm).
double remaining_mm(const SelfFindings& self);

Verdict judge(const Evidence& evidence);

}  // namespace lv
