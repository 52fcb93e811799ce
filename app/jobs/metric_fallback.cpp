#include "app/jobs/metric_fallback.h"

#include <atomic>
#include <utility>

namespace lv {
namespace {

using SidePtr = std::shared_ptr<const MetricSide>;

/// What the metric and its pairs share.
struct Backends {
  std::shared_ptr<Metric> first, second;
  std::function<void(const Error&)> told;
  std::atomic<bool> failed{false};

  void fail(const Error& error) {
    if (!failed.exchange(true)) told(error);
  }
};

class FallbackPair final : public PairMetric {
 public:
  FallbackPair(std::shared_ptr<Backends> backends, SidePtr fixed, SidePtr moving,
               std::unique_ptr<PairMetric> pair)
      : backends_(std::move(backends)),
        fixed_(std::move(fixed)),
        moving_(std::move(moving)),
        pair_(std::move(pair)) {}

  Portion portion() const override { return pair_->portion(); }

  Result<void> score(std::span<const RigidPose> poses, RegionSet regions,
                     std::span<PoseScore> scores) override {
    return attempt([&](PairMetric& pair) { return pair.score(poses, regions, scores); });
  }
  Result<Slope> slope(const RigidPose& pose, RegionSet regions) override {
    return attempt([&](PairMetric& pair) { return pair.slope(pose, regions); });
  }
  Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) override {
    return attempt([&](PairMetric& pair) { return pair.climb(climbs, rules, iterations); });
  }

 private:
  /// Repeats the call on the second backend if the first one fails. Climbs that the first one had
  /// already brought further go on from where it left them.
  template <class Call>
  auto attempt(const Call& call) -> decltype(call(std::declval<PairMetric&>())) {
    if (on_second_) return call(*pair_);
    if (!backends_->failed) {
      auto done = call(*pair_);
      if (done.ok()) return done;
      backends_->fail(done.error());
    }
    LV_ASSIGN(pair_, backends_->second->bind(fixed_, moving_));
    on_second_ = true;
    return call(*pair_);
  }

  std::shared_ptr<Backends> backends_;
  SidePtr fixed_, moving_;
  std::unique_ptr<PairMetric> pair_;
  bool on_second_ = false;
};

class FallbackMetric final : public Metric {
 public:
  explicit FallbackMetric(std::shared_ptr<Backends> backends) : backends_(std::move(backends)) {}

  std::string_view name() const override {
    return backends_->failed ? backends_->second->name() : backends_->first->name();
  }

  Result<std::unique_ptr<PairMetric>> bind(SidePtr fixed, SidePtr moving) override {
    if (!backends_->failed) {
      auto pair = backends_->first->bind(fixed, moving);
      if (pair) {
        return std::unique_ptr<PairMetric>(std::make_unique<FallbackPair>(
            backends_, std::move(fixed), std::move(moving), std::move(*pair)));
      }
      backends_->fail(pair.error());
    }
    return backends_->second->bind(std::move(fixed), std::move(moving));
  }

 private:
  std::shared_ptr<Backends> backends_;
};

}  // namespace

std::shared_ptr<Metric> make_fallback_metric(std::shared_ptr<Metric> first,
                                             std::shared_ptr<Metric> second,
                                             std::function<void(const Error&)> told) {
  return std::make_shared<FallbackMetric>(std::shared_ptr<Backends>(
      new Backends{std::move(first), std::move(second), std::move(told)}));
}

}  // namespace lv
