#include "engine/registration/verdict.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lv {
namespace {

// Limits, from the 1030 provoked results of tests/bench/registration. Of results that are right
// within 1 mm (real pairs, exact pairs, far starts, fields of view cut to 20 %) the least sharpness
// was 0.038 nats; of wrong ones and of different people the greatest was 0.019, at any overlap.
// Stacks that lost a slice unnoticed are sharp: whole ones have shifts from 1.6 mm on. Heads that
// have grown by 2 % have 0.94 mm or more, distorted and thick ones that are right up to 0.87. Cut
// down so that only a few slices lie behind the gap they can be good, for the others are in place.
//
// Below little_overlap there are fewer parts to contradict, so they must agree better. Right
// results with an overlap of 15 to 30 % have shifts up to 0.4 mm, a few up to 0.6.
constexpr double most_parts_shift_mm = 0.9;
constexpr double little_overlap = 0.3, little_shift_mm = 0.45, little_uncertainty_mm = 0.4;

constexpr double least_uncertainty_mm = 0.1;

/// Collects reasons and keeps the gravest kind.
class Judgement {
 public:
  void weigh(double value, double good_to, double doubtful_to, std::string reason) {
    if (value <= good_to) return;
    const VerdictKind kind = value <= doubtful_to ? VerdictKind::doubtful : VerdictKind::failed;
    if (kind == VerdictKind::failed) {
      because_.insert(because_.begin(), std::move(reason));
    } else {
      because_.push_back(std::move(reason));
    }
    kind_ = std::max(kind_, kind);
  }

  /// Comes first, for it says what the other reasons only show.
  void suspect(const Suspected& suspected) {
    if (suspected.suspicion == Suspicion::none) return;
    because_.insert(because_.begin(), suspected.reason);
    kind_ = std::max(kind_, VerdictKind::doubtful);
  }

  VerdictKind kind() const { return kind_; }
  std::vector<std::string> because() && { return std::move(because_); }

 private:
  VerdictKind kind_ = VerdictKind::good;
  std::vector<std::string> because_;
};

}  // namespace

std::string_view name(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::good:
      return "good";
    case VerdictKind::doubtful:
      return "doubtful";
    default:
      return "failed";
  }
}

double uncertainty_mm(const SelfFindings& self) {
  if (self.shifts == 0) return std::numeric_limits<double>::infinity();
  return std::max(least_uncertainty_mm,
                  std::hypot(0.4 * self.split_mm, 1.3 * self.shift_mm / std::sqrt(self.shifts)));
}

double remaining_mm(const SelfFindings& self) {
  if (self.shifts == 0) return std::numeric_limits<double>::infinity();
  return std::max({least_uncertainty_mm, 0.8 * self.shift_mm, self.blocks_mm});
}

Verdict judge(const Evidence& e) {
  Judgement judgement;
  const double uncertainty = uncertainty_mm(e.self);
  judgement.weigh(-e.self.sharpness, -least_sharpness, -0.012,
                  "the fine detail of the scans does not match");
  judgement.weigh(e.self.shift_mm, most_parts_shift_mm, 2.0,
                  "parts of the picture disagree about the position");
  judgement.weigh(uncertainty, 0.7, 2.0, "the position is uncertain");
  const bool disagrees = e.self.shift_mm > little_shift_mm || uncertainty > little_uncertainty_mm;
  judgement.weigh(-e.overlap, e.overlap < little_overlap && disagrees ? -little_overlap : -0.15,
                  -0.08, "the scans overlap little");
  judgement.weigh(e.runner_up, 0.93, 1.0, "another position fits almost as well");
  judgement.weigh(degrees_from_radians(e.turn), 65.0, 180.0,
                  "the scans lie turned to each other, against what their headers say");
  judgement.weigh(e.ran_away, 0.0, 1.0, "nothing near the focus fits");
  const Suspected suspect = suspected(e);
  judgement.suspect(suspect);
  Verdict verdict{judgement.kind(), uncertainty, e.overlap, {}};
  verdict.remaining_mm = remaining_mm(e.self);
  verdict.parts = e.self.parts;
  verdict.suspicion = suspect.suspicion;
  verdict.slice_spacing_factor = suspect.slice_spacing_factor;
  verdict.left_right = left_right(e);
  verdict.because = std::move(judgement).because();
  if (verdict.because.empty()) verdict.because.push_back("all checks agree");
  return verdict;
}

}  // namespace lv
