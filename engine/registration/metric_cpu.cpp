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

/// What one task of a slope leaves behind beside the information.
using Sums = std::array<double, slope_sums>;

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

  void add(const Information* parts, const Sums* sums, Slope& slope) const {
    double inside = 0.0;
    Sums all{};
    for (int s = 0; s < regions(); ++s) {
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
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (!counts(i % tasks_, regions)) continue;
        Histogram histogram{};
        kernels_.accumulate(input(poses[i / tasks_], i % tasks_), all_taps(), histogram.data());
        parts[i] = mutual_information(histogram.data());
      }
    });
    for (std::size_t p = 0; p < poses.size(); ++p) {
      scores[p] = both(parts.data() + p * tasks_, regions);
    }
    return {};
  }

  Result<Slope> slope(const RigidPose& pose, RegionSet regions) override {
    Slope result;
    result.centre = pose(fixed_->centroid);
    std::vector<Information> parts(tasks_, Information{0.0, 0.0});
    std::vector<Sums> sums(tasks_);
    parallel_for(tasks_, 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (counts(i, regions)) parts[i] = region_slope(pose, i, result.centre, sums[i]);
      }
    });
    result.score = both(parts.data(), regions);
    ways_[0].add(parts.data(), sums.data(), result);
    ways_[1].add(parts.data() + ways_[0].regions(), sums.data() + ways_[0].regions(), result);
    return result;
  }

  /// Several climbs side by side, each on one thread.
  Result<void> climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) override {
    parallel_for(climbs.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto done = PairMetric::climb(climbs.subspan(i, 1), rules, iterations);
        LV_ASSERT(done.ok());  // a processor is not lost
      }
    });
    return {};
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

  Information region_slope(const RigidPose& pose, std::size_t task, const dvec3& centre,
                           Sums& sums) const {
    const KernelInput in = input(pose, task);
    Histogram histogram{};
    kernels_.accumulate(in, all_taps(), histogram.data());
    std::array<float, histogram_cells> table;
    score_table(histogram.data(), table.data());
    kernels_.slope(in, region_of(task).first.maps(pose, centre), table.data(), sums.data());
    return mutual_information(histogram.data());
  }

  PoseScore both(const Information* parts, RegionSet regions) const {
    return {ways_[0].score(parts, regions), ways_[1].score(parts + ways_[0].regions(), regions)};
  }

  SidePtr fixed_, moving_;
  std::array<OneWay, 2> ways_;  ///< forward, backward
  std::size_t tasks_;
  const Kernels& kernels_;
};

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
