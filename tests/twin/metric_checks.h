// What every backend of the metric must do, written once. A test file names a factory and includes
// these checks (after openmm's shared platform tests).
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "engine/registration/metric.h"
#include "engine/registration/prepared_volume.h"
#include "tests/support/phantom.h"

namespace lv::test {

/// Two small scans of the phantom in different planes, contrasts and positions.
struct MetricPair {
  PhantomScan fixed_scan{axial_stack(2.0, 5.0, 40), {}, Contrast::t1, 0.2, 0.02, 1.0, 1};
  PhantomScan moving_scan{sagittal_stack(2.0, 6.0, 40),
                          {rotation_from_vector({0.05, -0.08, 0.04}), {4, -6, 3}},
                          Contrast::t2,
                          0.1,
                          0.02,
                          1.0,
                          2};
  std::shared_ptr<const PreparedVolume> fixed, moving;

  MetricPair() {
    fixed = PreparedVolume::prepare(scan_phantom(fixed_scan)).value();
    moving = PreparedVolume::prepare(scan_phantom(moving_scan)).value();
  }
  static const MetricPair& instance() {
    static const MetricPair pair;
    return pair;
  }
  RigidPose truth() const { return moving_scan.scan_from_head; }
  std::unique_ptr<PairMetric> bind(Metric& metric, Level level) const {
    return metric.bind(fixed->side(level), moving->side(level)).value();
  }
};

inline double information(const PoseScore& score) {
  return 0.5 * (score.forward.information + score.backward.information);
}

inline PoseScore score_one(PairMetric& pair, const RigidPose& pose, RegionSet regions) {
  PoseScore score;
  const auto scored = pair.score({&pose, 1}, regions, {&score, 1});
  REQUIRE_MESSAGE(scored.ok(), scored.error().text());
  return score;
}

inline Slope slope_at(PairMetric& pair, const RigidPose& pose, RegionSet regions) {
  const auto slope = pair.slope(pose, regions);
  REQUIRE_MESSAGE(slope.ok(), slope.error().text());
  return *slope;
}

/// Central differences of J along each of the six motions. The bin coordinate is told apart in
/// steps of 1/512, so a step of 0.02 mm moves most samples by tens of them; where a sample crosses
/// a border J jumps by about 1/N, so the bound allows for a few of these.
inline void check_gradient_matches_finite_differences(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const RigidPose pose = moved(data.truth(), {{0.8, -0.5, 0.6}, {0.01, 0.008, -0.012}}, {0, 0, 0});
  for (const Level level : {Level::middle, Level::fine}) {
    const auto pair = data.bind(metric, level);
    const Slope slope = slope_at(*pair, pose, all_regions);
    double largest = 0.0;
    for (const double g : slope.gradient) largest = std::max(largest, std::abs(g));
    for (int i = 0; i < 6; ++i) {
      const double step = i < 3 ? 0.02 : 0.02 / 60.0;
      Motion motion;
      (i < 3 ? motion.translation : motion.rotation)[i % 3] = step;
      const Motion back{-motion.translation, -motion.rotation};
      const double ahead =
          information(score_one(*pair, moved(pose, motion, slope.centre), all_regions));
      const double behind =
          information(score_one(*pair, moved(pose, back, slope.centre), all_regions));
      const double difference = (ahead - behind) / (2.0 * step);
      const double scale = i < 3 ? 1.0 : 60.0;
      CAPTURE(i);
      CHECK(std::abs(slope.gradient[static_cast<std::size_t>(i)] - difference) / scale <
            0.03 * std::abs(difference) / scale + 4e-4);
    }
  }
}

inline void check_many_poses_score_as_each_alone(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto pair = data.bind(metric, Level::search);
  std::vector<RigidPose> poses;
  for (int i = 0; i < 9; ++i) {
    poses.push_back(moved(data.truth(), {{3.0 * i, -2.0 * i, 1.0 * i}, {0.02 * i, 0, 0}}, {}));
  }
  std::vector<PoseScore> scores(poses.size());
  REQUIRE(pair->score(poses, all_regions, scores).ok());
  for (std::size_t i = 0; i < poses.size(); ++i) {
    const PoseScore alone = score_one(*pair, poses[i], all_regions);
    CHECK(scores[i].forward.information == alone.forward.information);
    CHECK(scores[i].backward.information == alone.backward.information);
    CHECK(scores[i].overlap() == alone.overlap());
  }
}

inline void check_the_truth_scores_best(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto pair = data.bind(metric, Level::fine);
  const double best = score_one(*pair, data.truth(), all_regions).value();
  for (int i = 0; i < 6; ++i) {
    for (const double sign : {-1.0, 1.0}) {
      Motion motion;
      (i < 3 ? motion.translation : motion.rotation)[i % 3] = sign * (i < 3 ? 2.0 : 2.0 / 60.0);
      CHECK(score_one(*pair, moved(data.truth(), motion, {}), all_regions).value() < best);
    }
  }
}

inline void check_far_apart_overlaps_nothing(Metric& metric) {
  const auto pair = MetricPair::instance().bind(metric, Level::fine);
  const PoseScore score = score_one(*pair, {{1, 0, 0, 0}, {1000, 0, 0}}, all_regions);
  CHECK(score.value() == 0.0);
  CHECK(score.overlap() == 0.0);
  const Slope slope = slope_at(*pair, {{1, 0, 0, 0}, {1000, 0, 0}}, all_regions);
  for (const double g : slope.gradient) CHECK(g == 0.0);
}

inline void check_regions_add_up(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto pair = data.bind(metric, Level::fine);
  const RegionSet lower = 0x0000ffffU, upper = 0xffff0000U;
  const Slope all = slope_at(*pair, data.truth(), all_regions);
  const Slope parts[] = {slope_at(*pair, data.truth(), lower),
                         slope_at(*pair, data.truth(), upper)};
  // Means over parts lie on either side of the mean over all.
  const double whole = information(all.score);
  const double a = information(parts[0].score), b = information(parts[1].score);
  CHECK(whole > std::min(a, b));
  CHECK(whole < std::max(a, b));
}

}  // namespace lv::test
