// The metric on the CPU. One task per pose, direction and region; each makes its histogram in the
// first-level cache and reduces it to two numbers, which are added up in a fixed order: the same
// bits for any number of threads.
#include <algorithm>
#include <array>
#include <cmath>
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

Matrix34 to_floats(const dmat4& matrix) {
  Matrix34 out{};
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 4; ++c) out.m[r][c] = static_cast<float>(matrix[c][r]);
  }
  return out;
}

dmat4 scan_from_position(const MetricSide& side) {
  dmat4 matrix = side.image->scan_from_voxel.matrix;
  for (int c = 0; c < 3; ++c) matrix[c] /= side.samples.steps[c];
  return matrix;
}

/// One direction: samples of `source` meet `target`, whose points are target_from_source(...).
struct Direction {
  const MetricSide& source;
  const MetricSide& target;
  dmat4 target_from_source;  ///< Scan to Scan
  KernelInput input;

  Direction(const MetricSide& from, const MetricSide& to, const RigidPose& pose)
      : source(from), target(to), target_from_source(scan_from_world(pose).matrix) {
    const SampleList& list = source.samples;
    const LevelImage& image = *target.image;
    const dmat4 voxel_from_position =
        inverse(image.scan_from_voxel).matrix * target_from_source * scan_from_position(source);
    const bool irregular = !image.slice_of_coordinate.empty();
    input = {list.x.data(),
             list.y.data(),
             list.z.data(),
             list.bin.data(),
             0,
             0,
             image.grid(),
             image.target_bins,
             to_floats(voxel_from_position),
             irregular ? image.slice_of_coordinate.data() : nullptr,
             static_cast<int>(image.slice_of_coordinate.size())};
  }

  KernelInput region_input(std::size_t region) const {
    KernelInput part = input;
    part.begin = source.samples.regions[region].begin;
    part.end = source.samples.regions[region].end;
    return part;
  }
};

/// What one task leaves behind.
struct RegionScore {
  Information information{0.0, 0.0};
  std::array<double, slope_sums> sums{};
};

DirectionScore direction_score(std::span<const RegionScore> parts, const SampleList& samples,
                               RegionSet regions) {
  double inside = 0.0, information = 0.0, all = 0.0;
  for (std::size_t s = 0; s < parts.size(); ++s) {
    if (!(regions >> s & 1U)) continue;
    inside += parts[s].information.samples;
    information += parts[s].information.samples * parts[s].information.nats;
    all += samples.regions[s].count;
  }
  if (inside == 0.0) return {};
  return {information / inside, inside / all};
}

class CpuPair final : public PairMetric {
 public:
  CpuPair(SidePtr fixed, SidePtr moving)
      : fixed_(std::move(fixed)), moving_(std::move(moving)), kernels_(best_kernels()) {}

  void score(std::span<const RigidPose> poses, RegionSet regions,
             std::span<PoseScore> scores) override {
    LV_ASSERT(poses.size() == scores.size());
    const std::size_t tasks = forward_regions() + backward_regions();
    std::vector<RegionScore> parts(poses.size() * tasks);
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (!counts(i % tasks, regions)) continue;
        Histogram histogram{};
        const auto [direction, region] = task(poses[i / tasks], i % tasks);
        kernels_.accumulate(direction.region_input(region), all_taps(), histogram.data());
        parts[i].information = mutual_information(histogram.data());
      }
    });
    for (std::size_t p = 0; p < poses.size(); ++p) {
      scores[p] = joined(std::span(parts).subspan(p * tasks, tasks), regions);
    }
  }

  Slope slope(const RigidPose& pose, RegionSet regions) override {
    Slope result;
    result.centre = pose(fixed_->centroid);
    std::vector<RegionScore> parts(forward_regions() + backward_regions());
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        if (counts(i, regions)) parts[i] = region_slope(pose, i, result.centre);
      }
    });
    result.score = joined(parts, regions);
    add_sums(std::span(parts).first(forward_regions()), result);
    add_sums(std::span(parts).subspan(forward_regions()), result);
    return result;
  }

  /// Several climbs side by side, each on one thread.
  void climb(std::span<Climb> climbs, const ClimbRules& rules, int iterations) override {
    parallel_for(climbs.size(), 1, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        PairMetric::climb(climbs.subspan(i, 1), rules, iterations);
      }
    });
  }

 private:
  std::size_t forward_regions() const { return fixed_->samples.regions.size(); }
  std::size_t backward_regions() const { return moving_->samples.regions.size(); }

  bool counts(std::size_t task_index, RegionSet regions) const {
    const bool forward = task_index < forward_regions();
    return regions >> (forward ? task_index : task_index - forward_regions()) & 1U;
  }

  std::pair<Direction, std::size_t> task(const RigidPose& pose, std::size_t index) const {
    if (index < forward_regions()) return {Direction(*fixed_, *moving_, pose), index};
    return {Direction(*moving_, *fixed_, inverse(pose)), index - forward_regions()};
  }

  RegionScore region_slope(const RigidPose& pose, std::size_t index, const dvec3& centre) const {
    const auto [direction, region] = task(pose, index);
    const KernelInput input = direction.region_input(region);
    Histogram histogram{};
    RegionScore part;
    kernels_.accumulate(input, all_taps(), histogram.data());
    part.information = mutual_information(histogram.data());
    std::array<float, histogram_cells> table;
    score_table(histogram.data(), table.data());
    kernels_.slope(input, slope_maps(direction, pose, centre), table.data(), part.sums.data());
    return part;
  }

  /// Forward, a motion moves the sample's image y = T x in the moving scan. Backward, the sample y
  /// stays and its image in the fixed scan moves the other way, by -R^T (t + w x (y - c)).
  SlopeMaps slope_maps(const Direction& direction, const RigidPose& pose,
                       const dvec3& centre) const {
    const bool forward = &direction.source == fixed_.get();
    const LevelImage& target = *direction.target.image;
    SlopeMaps maps{};
    dmat4 lever = scan_from_position(direction.source);
    if (forward) lever = direction.target_from_source * lever;
    lever[3] -= dvec4(centre, 0.0);
    maps.lever_from_sample = to_floats(lever);
    dmat3 scan_gradient = glm::transpose(dmat3(inverse(target.scan_from_voxel).matrix));
    if (!forward) scan_gradient = -glm::mat3_cast(pose.rotation) * scan_gradient;
    scan_gradient *= static_cast<double>(target.target_bins.bins_per_step);
    for (int r = 0; r < 3; ++r) {
      for (int c = 0; c < 3; ++c) maps.gradient[r][c] = static_cast<float>(scan_gradient[c][r]);
    }
    return maps;
  }

  PoseScore joined(std::span<const RegionScore> parts, RegionSet regions) const {
    return {direction_score(parts.first(forward_regions()), fixed_->samples, regions),
            direction_score(parts.subspan(forward_regions()), moving_->samples, regions)};
  }

  /// Half of one direction's mean score and mean outer product.
  static void add_sums(std::span<const RegionScore> parts, Slope& slope) {
    double inside = 0.0;
    std::array<double, slope_sums> sums{};
    for (const RegionScore& part : parts) {
      inside += part.information.samples;
      for (std::size_t n = 0; n < sums.size(); ++n) sums[n] += part.sums[n];
    }
    if (inside == 0.0) return;
    for (std::size_t a = 0, n = 6; a < 6; ++a) {
      slope.gradient[a] += 0.5 * sums[a] / inside;
      for (std::size_t b = a; b < 6; ++b, ++n) {
        slope.outer[a * 6 + b] += 0.5 * sums[n] / inside;
        if (a != b) slope.outer[b * 6 + a] += 0.5 * sums[n] / inside;
      }
    }
  }

  SidePtr fixed_, moving_;
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

double PoseScore::value() const {
  return 0.5 * (forward.information * std::sqrt(forward.overlap) +
                backward.information * std::sqrt(backward.overlap));
}

double PoseScore::overlap() const {
  return std::min(forward.overlap, backward.overlap);
}

}  // namespace lv
