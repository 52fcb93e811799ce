#include "engine/registration/verdict.h"

#include <algorithm>

namespace lv {
namespace {

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

Verdict judge(const Evidence& e) {
  Judgement judgement;
  const double uncertainty_mm = e.split_mm / 2.0;
  judgement.weigh(uncertainty_mm, 0.7, 2.0, "parts of the picture disagree about the position");
  judgement.weigh(-e.overlap, -0.5, -0.35, "the scans overlap little");
  judgement.weigh(-e.prominence, -8.0, -5.0, "no position stands out");
  judgement.weigh(e.runner_up, 0.93, 1.0, "another position fits almost as well");
  judgement.weigh(e.rotation, radians_from_degrees(35.0), radians_from_degrees(360.0),
                  "the patient would be turned very differently");
  Verdict verdict{judgement.kind(), uncertainty_mm, e.overlap, {}};
  verdict.because = std::move(judgement).because();
  if (verdict.because.empty()) verdict.because.push_back("all checks agree");
  return verdict;
}

}  // namespace lv
