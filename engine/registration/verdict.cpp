#include "engine/registration/verdict.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lv {
namespace {

// Limits. Of 235 right results (real pairs of one person, exact pairs, far starts, fields cut to
// 65 %) the least sharpness was 0.038 nats and the largest shift 0.83 mm (1.2 across contrasts of a
// lumbar spine); of 144 pairs of different people or body parts the greatest sharpness was 0.018,
// with shifts from 1.1 mm on.

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
  return std::hypot(0.4 * self.split_mm, 1.3 * self.shift_mm / std::sqrt(self.shifts));
}

Verdict judge(const Evidence& e) {
  Judgement judgement;
  const double uncertainty = uncertainty_mm(e.self);
  judgement.weigh(-e.self.sharpness, -0.027, -0.012, "the fine detail of the scans does not match");
  judgement.weigh(e.self.shift_mm, 1.0, 2.0, "parts of the picture disagree about the position");
  judgement.weigh(uncertainty, 0.7, 2.0, "the position is uncertain");
  judgement.weigh(-e.overlap, -0.5, -0.35, "the scans overlap little");
  judgement.weigh(e.runner_up, 0.93, 1.0, "another position fits almost as well");
  judgement.weigh(e.ran_away, 0.0, 1.0, "nothing near the focus fits");
  Verdict verdict{judgement.kind(), uncertainty, e.overlap, {}};
  verdict.because = std::move(judgement).because();
  if (verdict.because.empty()) verdict.because.push_back("all checks agree");
  return verdict;
}

}  // namespace lv
