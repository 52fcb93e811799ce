// The metric on the CPU. One task per pose, direction and region; each makes its histogram in the
// first-level cache and reduces it to two numbers, which are added up in a fixed order: the same
// bits for any number of threads.
#include <algorithm>
#include <array>
#include <vector>

#include "engine/core/assert.h"
#include "engine/core/parallel.h"
#include "engine/registration/metric.h"
#include "engine/registration/metric_kernels.h"

namespace lv {
namespace {

using SidePtr = std::shared_ptr<const MetricSide>;
using Histogram = std::array<std::uint32_t, histogram_cells>;

const Taps* all_taps() {
  static const auto table = [] {
    std::array<Taps, bin_steps> taps{};
    for (int f = 0; f < bin_steps; ++f) taps[static_cast<std::size_t>(f)] = spline_taps(f);
    return taps;
  }();
  return table.data();
}

/// What one task of a slope leaves behind.
using Sums = std::array<double, slope_sums>;

/// What the tasks of some regions found at one pose.
struct Counted {
  RigidPose pose;
  RegionSet regions;
  std::vector<std::size_t> tasks;     ///< that count
  std::vector<Histogram> histograms;  ///< one each
  std::vector<Information> parts;     ///< of all tasks
  std::vector<Sums> sums;             ///< of all tasks, for a slope; empty: not added up yet

  bool shows(const RigidPose& at, RegionSet wanted) const {
    return (wanted & ~regions) == 0 && pose.rotation == at.rotation &&
           pose.translation == at.translation;
  }
};
using CountedPtr = std::shared_ptr<const Counted>;

/// One direction: samples of one side meet the image of the other.
class OneWay {
 public:
  OneWay(Direction direction, const MetricSide& source, const MetricSide& target)
      : samples_(source.samples),
        frames_(direction_frames(direction, source, *target.image)),
        input_(kernel_input(source.samples, *target.image)) {}

  int regions() const { return static_cast<int>(samples_.regions.size()); }

  KernelInput input(const RigidPose& pose, std::size_t region) const {
    KernelInput input = input_;
    input.begin = samples_.regions[region].begin;
    input.end = samples_.regions[region].end;
    input.target_from_sample = target_from_sample(frames_, pose);
    return input;
  }

  SlopeMaps maps(const RigidPose& pose, const dvec3& centre) const {
    return slope_maps(frames_, pose, centre);
  }

  DirectionScore score(const Information* parts, RegionSet set) const {
    return joined(parts, samples_.regions.data(), regions(), set);
  }

  void add(const Information* parts, const Sums* sums, RegionSet set, Slope& slope) const {
    double inside = 0.0;
    Sums all{};
    for (int s = 0; s < regions(); ++s) {
      if (!(set >> s & 1U)) continue;
      inside += parts[s].samples;
      for (std::size_t n = 0; n < all.size(); ++n) all[n] += sums[s][n];
    }
    add_direction(all.data(), inside, slope);
  }

 private:
  const SampleList& samples_;
  DirectionFrames frames_;
  KernelInput input_;
};

class CpuPair final : public PairMetric {
 public:
  CpuPair(SidePtr fixed, SidePtr moving)
      : fixed_(std::move(fixed)),
        moving_(std::move(moving)),
        ways_{OneWay(Direction::forward, *fixed_, *moving_),
              OneWay(Direction::backward, *moving_, *fixed_)},
        tasks_(static_cast<std::size_t>(ways_[0].regions() + ways_[1].regions())),
        kernels_(best_kernels()) {}

  Result<void> score(std::span<const RigidPose> poses, RegionSet regions,
                     std::span<PoseScore> scores) override {
    LV_ASSERT(poses.size() == scores.size());
    std::vector<Information> parts(poses.size() * tasks_, Information{0.0, 0.0});
    std::vector<CountedPtr> known;
    for (const RigidPose& pose : poses) known.push_back(this->known(pose, regions));
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (known[i / tasks_] || !counts(i % tasks_, regions)) continue;
        Histogram histogram{};
        kernels_.accumulate(input(poses[i / tasks_], i % tasks_), all_taps(), histogram.data());
        parts[i] = mutual_information(histogram.data());
      }
    });
    for (std::size_t p = 0; p < poses.size(); ++p) {
      const Information* found = known[p] ? known[p]->parts.data() : parts.data() + p * tasks_;
      scores[p] = both(found, regions);
    }
    return {};
  }

  Result<Slope> slope(const RigidPose& pose, RegionSet regions) override {
    return slope(*counted(pose, regions), regions);
  }

  /// Several climbs side by side, each on one thread. Of those that begin at one pose, what their
  /// regions show there is counted once.
  Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) override;

  /// What earlier climbs have counted. Null: they have not looked there.
  CountedPtr known(const RigidPose& pose, RegionSet regions) const {
    if (start_ && start_->shows(pose, regions)) return start_;
    const auto found = std::ranges::find_if(
        reached_, [&](const CountedPtr& at) { return at && at->shows(pose, regions); });
    return found == reached_.end() ? nullptr : *found;
  }

  CountedPtr counted(const RigidPose& pose, RegionSet regions) const {
    auto found = std::make_shared<Counted>(Counted{pose, regions, {}, {}, {}, {}});
    for (std::size_t task = 0; task < tasks_; ++task) {
      if (counts(task, regions)) found->tasks.push_back(task);
    }
    found->histograms.resize(found->tasks.size());
    found->parts.resize(tasks_, Information{0.0, 0.0});
    parallel_for(found->tasks.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        std::uint32_t* histogram = found->histograms[i].data();
        kernels_.accumulate(input(pose, found->tasks[i]), all_taps(), histogram);
        found->parts[found->tasks[i]] = mutual_information(histogram);
      }
    });
    return found;
  }

  PoseScore score(const Counted& at, RegionSet regions) const {
    return both(at.parts.data(), regions);
  }

  /// Those of the tasks of `regions`.
  std::vector<Sums> sums(const Counted& at, RegionSet regions) const {
    std::vector<Sums> sums(tasks_);
    const dvec3 centre = at.pose(fixed_->centroid);
    parallel_for(at.tasks.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (counts(at.tasks[i], regions)) add_slope(at, i, centre, sums[at.tasks[i]]);
      }
    });
    return sums;
  }

  Slope slope(const Counted& at, RegionSet regions) const {
    Slope result;
    result.centre = at.pose(fixed_->centroid);
    const std::vector<Sums> added = at.sums.empty() ? sums(at, regions) : std::vector<Sums>{};
    const std::vector<Sums>& all = at.sums.empty() ? added : at.sums;
    result.score = score(at, regions);
    ways_[0].add(at.parts.data(), all.data(), regions, result);
    const auto first = static_cast<std::size_t>(ways_[0].regions());
    ways_[1].add(at.parts.data() + first, all.data() + first, regions, result);
    return result;
  }

 private:
  /// Task i is a region of the one or the other direction.
  std::pair<const OneWay&, std::size_t> region_of(std::size_t task) const {
    const auto first = static_cast<std::size_t>(ways_[0].regions());
    if (task < first) return {ways_[0], task};
    return {ways_[1], task - first};
  }

  bool counts(std::size_t task, RegionSet regions) const {
    return regions >> region_of(task).second & 1U;
  }

  KernelInput input(const RigidPose& pose, std::size_t task) const {
    const auto [way, region] = region_of(task);
    return way.input(pose, region);
  }

  void add_slope(const Counted& at, std::size_t i, const dvec3& centre, Sums& sums) const {
    const std::size_t task = at.tasks[i];
    std::array<float, histogram_cells> table;
    score_table(at.histograms[i].data(), table.data());
    kernels_.slope(input(at.pose, task), region_of(task).first.maps(at.pose, centre), table.data(),
                   sums.data());
  }

  void look_at_start(std::span<const Climb> climbs);

  PoseScore both(const Information* parts, RegionSet regions) const {
    return {ways_[0].score(parts, regions), ways_[1].score(parts + ways_[0].regions(), regions)};
  }

  SidePtr fixed_, moving_;
  std::array<OneWay, 2> ways_;  ///< forward, backward
  std::size_t tasks_;
  const Kernels& kernels_;
  std::vector<CountedPtr> reached_;  ///< where the climbs of the last call stand
  CountedPtr start_;                 ///< where several climbs began
};

/// The pair as one climb sees it: where it has looked last is not counted again, for a slope is
/// asked where the line search before it ended.
class ClimbersPair final : public PairMetric {
 public:
  explicit ClimbersPair(const CpuPair& pair) : pair_(pair) {}

  Result<void> score(std::span<const RigidPose> poses, RegionSet regions,
                     std::span<PoseScore> scores) override {
    for (std::size_t i = 0; i < poses.size(); ++i) {
      scores[i] = pair_.score(*counted(poses[i], regions), regions);
    }
    return {};
  }

  Result<Slope> slope(const RigidPose& pose, RegionSet regions) override {
    return pair_.slope(*counted(pose, regions), regions);
  }

  /// Null: not looked there.
  CountedPtr known(const RigidPose& pose, RegionSet regions) const {
    const auto found = std::ranges::find_if(
        looked_, [&](const CountedPtr& at) { return at->shows(pose, regions); });
    return found == looked_.end() ? pair_.known(pose, regions) : *found;
  }

 private:
  CountedPtr counted(const RigidPose& pose, RegionSet regions) {
    if (CountedPtr at = known(pose, regions)) return at;
    // Where a search ends is among the last: it tries two lengths more at most.
    constexpr std::size_t most = 4;
    if (looked_.size() >= most) looked_.erase(looked_.begin());
    looked_.push_back(pair_.counted(pose, regions));
    return looked_.back();
  }

  const CpuPair& pair_;
  std::vector<CountedPtr> looked_;
};

void CpuPair::look_at_start(std::span<const Climb> climbs) {
  RegionSet regions = 0;
  for (const Climb& climb : climbs) {
    const bool same = climb.pose.rotation == climbs[0].pose.rotation &&
                      climb.pose.translation == climbs[0].pose.translation;
    if (!same) return;
    regions |= climb.regions;
  }
  CountedPtr at = known(climbs[0].pose, regions);
  if (climbs.size() < 2 || (at && !at->sums.empty())) return;
  if (!at) at = counted(climbs[0].pose, regions);
  auto start = std::make_shared<Counted>(*at);
  start->sums = sums(*start, regions);
  start->regions = regions;
  start_ = std::move(start);
}

Result<void> CpuPair::climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) {
  look_at_start(climbs);
  std::vector<CountedPtr> reached(climbs.size());
  parallel_for(climbs.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      ClimbersPair pair(*this);
      const auto done = pair.climb(climbs.subspan(i, 1), rules, iterations);
      LV_ASSERT(done.ok());  // only a card can be lost on the way
      reached[i] = pair.known(climbs[i].pose, climbs[i].regions);
    }
  });
  reached_ = std::move(reached);
  return {};
}

class CpuMetric final : public Metric {
 public:
  std::string_view name() const override { return "CPU"; }
  Result<std::unique_ptr<PairMetric>> bind(SidePtr fixed, SidePtr moving) override {
    return std::unique_ptr<PairMetric>(
        std::make_unique<CpuPair>(std::move(fixed), std::move(moving)));
  }
};

}  // namespace

std::unique_ptr<Metric> make_cpu_metric() {
  return std::make_unique<CpuMetric>();
}

}  // namespace lv
