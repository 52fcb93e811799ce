// What a card's metric must do beyond metric_checks.h: the CPU's bits for a histogram, and its
// answers. Written once for the emulated card and for a real one.
#pragma once

#include <algorithm>
#include <cstring>

#include "engine/registration/metric_kernels.h"
#include "engine/registration/registrar.h"
#include "registration_cuda/metric_cuda.h"
#include "registration_cuda/resident.h"
#include "tests/support/forwarding_card.h"
#include "tests/twin/metric_checks.h"

namespace lv::test {

/// Another card whose histograms can be read after a program.
class WatchedCard final : public ForwardingCard {
 public:
  using ForwardingCard::ForwardingCard;

  Result<void> run(const Program& program, const Work* work, std::span<const Copy> in,
                   std::span<const Copy> out) override {
    Work seen;  // the first thing that a workspace copies
    std::memcpy(static_cast<void*>(&seen), in[0].from, sizeof seen);
    histograms_.resize(static_cast<std::size_t>(seen.trial_count * seen.pair.chunks()) *
                       counted_cells);
    std::vector<Copy> more(out.begin(), out.end());
    more.push_back({histograms_.data(), seen.histograms, histograms_.size() * sizeof(uint32_t)});
    return ForwardingCard::run(program, work, in, more);
  }

  /// By trial and chunk; counted_cells numbers each.
  const std::vector<std::uint32_t>& histograms() const { return histograms_; }

 private:
  std::vector<std::uint32_t> histograms_;
};

/// One region's histogram as the CPU makes it.
inline std::vector<std::uint32_t> cpu_histogram(Direction direction, const MetricSide& source,
                                                const MetricSide& target, std::size_t region,
                                                const RigidPose& pose) {
  std::array<Taps, bin_steps> taps;
  for (int f = 0; f < bin_steps; ++f) taps[static_cast<std::size_t>(f)] = spline_taps(f);
  KernelInput input = kernel_input(source.samples, *target.image);
  input.begin = source.samples.regions[region].begin;
  input.end = source.samples.regions[region].end;
  input.target_from_sample =
      target_from_sample(direction_frames(direction, source, *target.image), pose);
  std::vector<std::uint32_t> histogram(histogram_cells);
  best_kernels().accumulate(input, taps.data(), histogram.data());
  histogram.resize(counted_cells);
  return histogram;
}

/// Integer sums of the same weights: equal, not close.
inline void check_histograms_have_the_cpus_bits(std::shared_ptr<Card> card) {
  const MetricPair& data = MetricPair::instance();
  const auto watched = std::make_shared<WatchedCard>(std::move(card));
  const auto metric = make_card_metric(watched).value();
  for (const Level level : {Level::search, Level::middle, Level::fine}) {
    const auto fixed = data.fixed->side(level), moving = data.moving->side(level);
    const auto pair = metric->bind(fixed, moving).value();
    const RigidPose pose = moved(data.truth(), {{1.5, -2.5, 0.7}, {0.02, -0.01, 0.03}}, {});
    (void)score_one(*pair, pose, all_regions);
    std::size_t first = 0, filled = 0;
    for (const Direction direction : {Direction::forward, Direction::backward}) {
      const MetricSide& source = direction == Direction::forward ? *fixed : *moving;
      const MetricSide& target = direction == Direction::forward ? *moving : *fixed;
      const auto starts = first_chunks(chunks_of(source.samples), source.samples.regions.size());
      for (std::size_t r = 0; r + 1 < starts.size(); ++r) {
        if (starts[r] == starts[r + 1]) continue;
        const auto expected = cpu_histogram(direction, source, target, r, pose);
        const auto* const found =
            watched->histograms().data() + (first + starts[r]) * counted_cells;
        CHECK(std::equal(expected.begin(), expected.end(), found));
        filled += std::ranges::any_of(expected, [](std::uint32_t n) { return n > 0; });
      }
      first += starts.back();
    }
    CHECK(filled > 0);
  }
}

/// Logarithms and sums of scores are added in another order, single precision: 7 digits, of which
/// a sum over 50000 scores of both signs may lose 3.
inline void check_scores_and_slopes_are_the_cpus(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto cpu = make_cpu_metric();
  const RigidPose pose = moved(data.truth(), {{0.8, -0.5, 0.6}, {0.01, 0.008, -0.012}}, {});
  for (const Level level : {Level::coarse, Level::middle, Level::fine}) {
    const auto here = data.bind(*cpu, level), there = data.bind(metric, level);
    for (const RegionSet set : {all_regions, RegionSet{1}, RegionSet{0x2a5}}) {
      const PoseScore a = score_one(*here, pose, set), b = score_one(*there, pose, set);
      CHECK(b.value() == doctest::Approx(a.value()).epsilon(1e-12));
      CHECK(b.forward.overlap == a.forward.overlap);
      CHECK(b.backward.overlap == a.backward.overlap);
      const Slope s = slope_at(*here, pose, set), t = slope_at(*there, pose, set);
      CHECK(glm::length(s.centre - t.centre) < 1e-9);
      for (std::size_t i = 0; i < 6; ++i) {
        const double largest = std::sqrt(s.outer[i * 7]);
        CHECK(std::abs(s.gradient[i] - t.gradient[i]) <= 1e-4 * largest);
        for (std::size_t j = 0; j < 6; ++j) {
          const double scale = largest * std::sqrt(s.outer[j * 7]);
          CHECK(std::abs(s.outer[i * 6 + j] - t.outer[i * 6 + j]) <= 1e-4 * scale);
        }
      }
    }
  }
}

/// How far apart two poses put the points of the phantom's head, at most about.
inline double apart_mm(const RigidPose& a, const RigidPose& b) {
  return size_mm(motion_between(a, b, a({0, 0, 0})));
}

/// Climbs of whole heads, halves and single regions, turning or not, several at once.
inline void check_climbs_end_where_the_cpus_end(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto cpu = make_cpu_metric();
  const auto here = data.bind(*cpu, Level::fine), there = data.bind(metric, Level::fine);
  for (const bool only_shift : {false, true}) {
    const ClimbRules rules{12, 0.003, 16.0, only_shift};
    std::vector<Climb> climbs;
    for (const RegionSet set : {all_regions, RegionSet{0x1ff}, RegionSet{0x2000}}) {
      climbs.push_back(
          {.pose = moved(data.truth(), {{2, -1, 1.5}, {0.02, 0.01, -0.02}}, {}), .regions = set});
    }
    climbs.push_back(climbs[0]);
    climbs.back().converged = true;  // is to be left alone
    std::vector<Climb> expected = climbs;
    REQUIRE(here->climb(expected, rules, 12).ok());
    REQUIRE(there->climb(climbs, rules, 12).ok());
    for (std::size_t i = 0; i < climbs.size(); ++i) {
      CAPTURE(i);
      CHECK(climbs[i].converged);
      CHECK(apart_mm(climbs[i].pose, expected[i].pose) < 0.01);
      CHECK(climbs[i].score.value() == doctest::Approx(expected[i].score.value()).epsilon(1e-4));
    }
    CHECK(apart_mm(climbs.back().pose, expected.back().pose) == 0.0);
  }
}

/// A climb may be handed over in portions.
inline void check_climbs_in_portions_end_at_the_same(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto pair = data.bind(metric, Level::middle);
  const ClimbRules rules{15, 0.02, 16.0, false};
  const RigidPose start = moved(data.truth(), {{5, -4, 3}, {0.05, 0.03, -0.04}}, {});
  Climb whole{.pose = start}, parts{.pose = start};
  REQUIRE(pair->climb({&whole, 1}, rules, 15).ok());
  for (int i = 0; i < 15; ++i) REQUIRE(pair->climb({&parts, 1}, rules, 1).ok());
  CHECK(whole.iterations == parts.iterations);
  CHECK(apart_mm(whole.pose, parts.pose) == 0.0);
  CHECK(whole.score.value() == parts.score.value());
}

/// Everything: search, all levels, checks.
inline void check_registrations_agree_with_the_cpus(std::shared_ptr<Metric> metric) {
  const MetricPair& data = MetricPair::instance();
  RegistrationTask task;
  task.fixed = data.fixed;
  task.moving = data.moving;
  const auto here = register_pair(make_cpu_metric(), task, {});
  const auto there = register_pair(std::move(metric), task, {});
  REQUIRE(here.ok());
  REQUIRE_MESSAGE(there.ok(), there.error().text());
  CHECK(apart_mm(here->pose, there->pose) < 0.01);
  CHECK(there->verdict.kind == here->verdict.kind);
  CHECK(there->verdict.uncertainty_mm ==
        doctest::Approx(here->verdict.uncertainty_mm).epsilon(0.05));
}

}  // namespace lv::test
