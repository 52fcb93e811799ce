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

/// One part of the body that has moved against the rest.
struct PartShift {
  dvec3 place;      ///< middle of the part; of the fixed scan, LPS mm
  double mm = 0.0;  ///< length of the shift with which it alone fits best
};

struct Verdict {
  VerdictKind kind = VerdictKind::failed;
  double uncertainty_mm = 0.0;       ///< expected error of the pose, see uncertainty_mm() below
  double overlap = 0.0;              ///< of the two bodies, 0..1
  std::vector<std::string> because;  ///< one phrase per reason, the weightiest first
  /// How far the body's points still lie from where they belong, root mean square, because the body
  /// is not rigid. Infinite: not known.
  double remaining_mm = 0.0;
  /// Of a row: empty where the date was lined up by way of another one.
  std::vector<PartShift> parts = {};
  Suspicion suspicion = Suspicion::none;
  LeftRight left_right = LeftRight::cannot_be_told;  ///< against the other scan
  double slice_spacing_factor = 1.0;                 ///< Suspected::slice_spacing_factor
};

/// Right results have at least this SelfFindings::sharpness, in nats.
inline constexpr double least_sharpness = 0.027;

/// What a registration says about itself (self_checks.h).
struct SelfFindings {
  /// How far apart the poses of the two halves of the sampled body lie, mm; root mean square over
  /// the axes along which it could be split. Infinite: it could not be split along any.
  double split_mm = 0.0;
  double shift_mm = 0.0;              ///< own shifts of the regions, root mean square
  int shifts = 0;                     ///< how many regions could be asked
  double sharpness = 0.0;             ///< nats lost by 2 mm, mean over the motions tried
  std::vector<PartShift> parts = {};  ///< of small blocks, or where those say nothing of regions
  double blocks_mm = 0.0;             ///< of small blocks, root mean square; 0: they say nothing
};

/// What is gained by stretching the moving scan (stretch_test.h).
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
  double runner_up = 0.0;    ///< value of the best pose found elsewhere / value of the result
  double turn = 0.0;         ///< rotation against what the headers say, rad
  bool heads = false;        ///< both scans show a whole head
  /// Value of the metric with one scan mirrored, over the value as it is (mirror_test.h).
  std::optional<double> mirrored;
  std::array<StretchFinding, 2> stretch;  ///< by StretchOf
  bool ran_away = false;                  ///< a focus left its surroundings and was put back
};

/// Expected error of the pose, mm, from refits of parts of the body. On the 99 pairs with known
/// truth to which the formula was fitted, true error / expected error is between 1/3 and 2 for
/// 92 %. It is at least 0.1 mm, because all refits share the errors of the two pictures. Infinite:
/// the body could not be split into parts.
double uncertainty_mm(const SelfFindings& self);

/// Verdict::remaining_mm, mm.
double remaining_mm(const SelfFindings& self);

Verdict judge(const Evidence& evidence);

}  // namespace lv
