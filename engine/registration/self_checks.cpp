#include "engine/registration/self_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lv {
namespace {

constexpr double least_region = 300.0;  ///< samples; fewer say nothing
/// A region with so many samples counts half as much as one with many more: few samples shift by
/// chance.
constexpr double half_sure_region = 1000.0;
constexpr int motions = 6;
constexpr double probe_mm = 2.0;
/// A turn by 1 rad moves the points of a brain by this on average (the root mean square in a ball
/// of 73 mm, its radius times the root of 2/5): a turn by probe_mm / brain_lever_mm by probe_mm.
constexpr double brain_lever_mm = 46.0;
/// After a step shorter than this, the next ones would change what is found by hundredths of a mm.
constexpr double short_step_mm = 0.2;
constexpr ClimbRules half_rules{3, short_step_mm, 8.0, false};
constexpr ClimbRules region_rules{3, short_step_mm, 4.0, true};
constexpr double first_step = 2.0;  ///< the multiple that line searches take most often
/// If some motions lose so much that the mean over all of them is at least this, whatever the
/// others lose, the verdict does not depend on the others.
constexpr double surely_sharp = 2.0 * least_sharpness;

/// Regions in the lower or upper half along `axis`. Those of a middle layer go to either like the
/// squares of a chessboard.
RegionSet half_of(const ivec3& counts, int axis, bool upper) {
  RegionSet set = 0;
  for (int r = 0; r < counts.x * counts.y * counts.z; ++r) {
    const ivec3 place(r % counts.x, r / counts.x % counts.y, r / counts.x / counts.y);
    const int side = 2 * place[axis] - (counts[axis] - 1);
    const bool odd = (place.x + place.y + place.z) % 2 != 0;
    if (side > 0 ? upper : side < 0 ? !upper : odd == upper) set |= RegionSet{1} << r;
  }
  return set;
}

/// Some of the samples, spread over all of them; Scan mm.
std::vector<dvec3> points_of(const MetricSide& side) {
  constexpr std::size_t enough = 200;
  const SampleList& samples = side.samples;
  std::vector<dvec3> points;
  for (std::size_t i = 0; i < samples.bin.size(); i += 1 + samples.bin.size() / enough) {
    points.push_back(side.image->scan_from_voxel(dvec3(samples.x[i], samples.y[i], samples.z[i]) /
                                                 samples.steps));
  }
  return points;
}

/// Where a region's samples lie on average; Scan mm.
dvec3 middle_of(const MetricSide& side, const SampleRegion& region) {
  const SampleList& samples = side.samples;
  dvec3 sum(0.0);
  for (std::size_t i = region.begin; i < region.begin + region.count; ++i) {
    sum += dvec3(samples.x[i], samples.y[i], samples.z[i]);
  }
  return side.image->scan_from_voxel(sum / static_cast<double>(region.count) / samples.steps);
}

/// Some more iterations of the first `at_once` that have not converged. False: all have.
Result<bool> climb_on(PairMetric& metric, std::span<Climb> climbs, const ClimbRules& rules,
                      std::size_t at_once) {
  std::vector<Climb*> chosen;
  std::vector<Climb> copies;
  for (Climb& climb : climbs) {
    if (climb.converged || chosen.size() == at_once) continue;
    chosen.push_back(&climb);
    copies.push_back(climb);
  }
  if (chosen.empty()) return false;
  LV_TRY(metric.climb(copies, rules, metric.portion().iterations));
  for (std::size_t i = 0; i < chosen.size(); ++i) *chosen[i] = copies[i];
  return true;
}

}  // namespace

SelfChecks::SelfChecks(const RigidPose& pose, const MetricSide& fixed)
    : pose_(pose), centre_(pose(fixed.centroid)), points_(points_of(fixed)) {
  const SampleList& samples = fixed.samples;
  for (int axis = 0; axis < 3; ++axis) {
    if (samples.region_counts[axis] < 2) continue;
    for (const bool upper : {false, true}) {
      halves_.push_back({.pose = pose,
                         .regions = half_of(samples.region_counts, axis, upper),
                         .step = first_step});
    }
  }
  for (std::size_t r = 0; r < samples.regions.size(); ++r) {
    const auto count = static_cast<double>(samples.regions[r].count);
    if (count < least_region) continue;
    regions_.push_back({.pose = pose, .regions = RegionSet{1} << r, .step = first_step});
    extents_.push_back({middle_of(fixed, samples.regions[r]), count});
  }
}

/// What is lost by probe_mm in the next of the six motions, either way.
Result<void> SelfChecks::probe(PairMetric& metric) {
  Motion motion;
  const bool turns = probed_ % 2 == 1;
  dvec3& part = turns ? motion.rotation : motion.translation;
  part[probed_ / 2] = turns ? probe_mm / brain_lever_mm : probe_mm;
  const std::array poses{pose_, moved(pose_, motion, centre_),
                         moved(pose_, motion * -1.0, centre_)};
  std::array<PoseScore, 3> scores;
  LV_TRY(metric.score(poses, all_regions, scores));
  const auto information = [](const PoseScore& score) {
    return 0.5 * (score.forward.information + score.backward.information);
  };
  lost_ += 2.0 * information(scores[0]) - information(scores[1]) - information(scores[2]);
  ++probed_;
  return {};
}

Result<bool> SelfChecks::step(PairMetric& metric) {
  if (!sharpness()) {
    LV_TRY(probe(metric));
    return true;
  }
  // Two halves, or all regions, are as much work as one iteration of the whole.
  const std::size_t at_once = metric.portion().iterations == 1 ? 2 : halves_.size();
  LV_ASSIGN(const bool more, climb_on(metric, halves_, half_rules, at_once));
  return more ? Result<bool>(true) : climb_on(metric, regions_, region_rules, regions_.size());
}

std::optional<double> SelfChecks::sharpness() const {
  const bool known = probed_ == motions || lost_ >= 2.0 * motions * surely_sharp;
  return known ? std::optional(lost_ / (2.0 * probed_)) : std::nullopt;
}

SelfFindings SelfChecks::findings() const {
  SelfFindings found;
  found.sharpness = sharpness().value_or(0.0);
  double squares = 0.0;
  for (std::size_t i = 0; i < halves_.size(); i += 2) {
    const double mm = mean_distance_mm(halves_[i].pose, halves_[i + 1].pose, points_);
    squares += 2.0 * mm * mm / static_cast<double>(halves_.size());
  }
  found.split_mm = halves_.empty() ? std::numeric_limits<double>::infinity() : std::sqrt(squares);
  squares = 0.0;
  double weights = 0.0;
  for (std::size_t r = 0; r < regions_.size(); ++r) {
    const double shown = extents_[r].samples * regions_[r].score.forward.overlap;
    if (shown < least_region) continue;  // it lies beside the other scan
    const double mm = glm::length(regions_[r].pose.translation - pose_.translation);
    const double weight = shown / (shown + half_sure_region);
    found.parts.push_back({extents_[r].middle, mm});
    squares += weight * mm * mm;
    weights += weight;
  }
  found.shifts = static_cast<int>(found.parts.size());
  if (found.shifts > 0) found.shift_mm = std::sqrt(squares / weights);
  return found;
}

}  // namespace lv
