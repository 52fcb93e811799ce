#include "registration_cuda/metric_cuda.h"

#include <algorithm>
#include <mutex>

#include "engine/core/assert.h"
#include "registration_cuda/resident.h"

namespace lv {
namespace {

/// What all pairs of a card share. Pairs may be used by different threads, one after the other.
struct Shared {
  std::mutex mutex;
  std::string name;
  Residents residents;
  Workspace space;
};

class CardPair final : public PairMetric {
 public:
  CardPair(std::shared_ptr<Shared> shared, std::shared_ptr<const SideOnCard> fixed,
           std::shared_ptr<const SideOnCard> moving)
      : shared_(std::move(shared)),
        fixed_(std::move(fixed)),
        moving_(std::move(moving)),
        pair_(pair_of(*fixed_, *moving_)) {}

  /// A whole search; a whole level.
  Portion portion() const override {
    return {static_cast<std::size_t>(shared_->space.trials_at_once(pair_)), 100};
  }

  Result<void> score(std::span<const RigidPose> poses, RegionSet regions,
                     std::span<PoseScore> scores) override {
    LV_ASSERT(poses.size() == scores.size());
    const std::scoped_lock lock(shared_->mutex);
    const auto most = static_cast<std::size_t>(shared_->space.trials_at_once(pair_));
    std::vector<Trial> trials;
    for (std::size_t begin = 0; begin < poses.size(); begin += most) {
      const auto part = poses.subspan(begin, std::min(most, poses.size() - begin));
      trials.assign(part.size(), {});
      for (std::size_t t = 0; t < part.size(); ++t) {
        trials[t].pose = part[t];
        trials[t].regions = regions;
        trials[t].active = 1;
      }
      LV_TRY(shared_->space.score(pair_, trials));
      std::ranges::transform(trials, scores.begin() + static_cast<std::ptrdiff_t>(begin),
                             &Trial::score);
    }
    return {};
  }

  Result<Slope> slope(const RigidPose& pose, RegionSet regions) override {
    const std::scoped_lock lock(shared_->mutex);
    Climb climb{.pose = pose, .regions = regions};
    Slope slope;
    LV_TRY(shared_->space.climb(pair_, {}, slope_program(), {&climb, 1}, &slope));
    return slope;
  }

  Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) override {
    const std::scoped_lock lock(shared_->mutex);
    const Program program = climb_program(std::min(iterations, rules.most_iterations));
    const auto most = static_cast<std::size_t>(shared_->space.climbs_at_once(pair_));
    for (std::size_t begin = 0; begin < climbs.size(); begin += most) {
      const auto part = climbs.subspan(begin, std::min(most, climbs.size() - begin));
      LV_TRY(shared_->space.climb(pair_, rules, program, part, nullptr));
    }
    return {};
  }

 private:
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<const SideOnCard> fixed_, moving_;
  PairOnCard pair_;
};

class CardMetric final : public Metric {
 public:
  explicit CardMetric(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  std::string_view name() const override { return shared_->name; }

  Result<std::unique_ptr<PairMetric>> bind(std::shared_ptr<const MetricSide> fixed,
                                           std::shared_ptr<const MetricSide> moving) override {
    const std::scoped_lock lock(shared_->mutex);
    LV_ASSIGN(auto fixed_on_card, shared_->residents.side(std::move(fixed)));
    LV_ASSIGN(auto moving_on_card, shared_->residents.side(std::move(moving)));
    LV_ASSERT(shared_->space.climbs_at_once(pair_of(*fixed_on_card, *moving_on_card)) > 0);
    return std::unique_ptr<PairMetric>(
        std::make_unique<CardPair>(shared_, std::move(fixed_on_card), std::move(moving_on_card)));
  }

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace

Result<std::shared_ptr<Metric>> make_card_metric(std::shared_ptr<Card> card,
                                                 const Capacity& capacity) {
  LV_ASSIGN(Workspace space, Workspace::make(card, capacity));
  const std::string name = card->info().name + " (CUDA)";
  return std::shared_ptr<Metric>(std::make_shared<CardMetric>(
      std::shared_ptr<Shared>(new Shared{{}, name, Residents(card), std::move(space)})));
}

}  // namespace lv
