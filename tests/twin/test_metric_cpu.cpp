// The CPU metric: the shared checks, and the same bits for every instruction set and thread count.
#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <numeric>

#include "engine/core/parallel.h"
#include "engine/registration/metric_kernels.h"
#include "tests/twin/metric_checks.h"

using namespace lv;
using namespace lv::test;

TEST_CASE("cpu_metric_gradient_matches_finite_differences") {
  check_gradient_matches_finite_differences(*make_cpu_metric());
}
TEST_CASE("cpu_metric_scores_many_poses_as_each_alone") {
  check_many_poses_score_as_each_alone(*make_cpu_metric());
}
TEST_CASE("cpu_metric_scores_the_truth_best") {
  check_the_truth_scores_best(*make_cpu_metric());
}
TEST_CASE("cpu_metric_far_apart_overlaps_nothing") {
  check_far_apart_overlaps_nothing(*make_cpu_metric());
}
TEST_CASE("cpu_metric_regions_add_up") {
  check_regions_add_up(*make_cpu_metric());
}

TEST_CASE("metric_has_the_same_bits_for_any_number_of_threads") {
  const MetricPair& data = MetricPair::instance();
  const auto metric = make_cpu_metric();
  const auto pair = data.bind(*metric, Level::fine);
  set_thread_count(1);
  const Slope one = slope_at(*pair, data.truth(), all_regions);
  set_thread_count(3);
  const Slope three = slope_at(*pair, data.truth(), all_regions);
  set_thread_count(0);
  CHECK(one.gradient == three.gradient);
  CHECK(one.outer == three.outer);
  CHECK(one.score.value() == three.score.value());
}

#if defined(__x86_64__)
TEST_CASE("metric_has_the_same_bits_for_every_instruction_set") {
  if (!__builtin_cpu_supports("avx2")) {
    MESSAGE("SKIPPED: this processor has no AVX2");
    return;
  }
  const MetricPair& data = MetricPair::instance();
  const MetricSide& side = *data.fixed->side(Level::middle);
  const LevelImage& target = *data.moving->side(Level::middle)->image;
  std::array<Taps, bin_steps> taps;
  for (int f = 0; f < bin_steps; ++f) taps[static_cast<std::size_t>(f)] = spline_taps(f);
  // Any map that leads some samples outside: positions are in 1/16 voxel.
  const KernelInput input{side.samples.x.data(),
                          side.samples.y.data(),
                          side.samples.z.data(),
                          side.samples.bin.data(),
                          0,
                          side.samples.bin.size(),
                          target.grid(),
                          target.target_bins,
                          {{{0.05F, 0.003F, -0.01F, 1.5F},
                            {-0.004F, 0.06F, 0.02F, -2.F},
                            {0.01F, -0.02F, 0.05F, 0.7F}}},
                          nullptr,
                          0};
  SlopeMaps maps{};
  for (int i = 0; i < 3; ++i) {
    maps.gradient[i][i] = 0.01F;
    maps.lever_from_sample.m[i][i] = 0.1F;
  }
  std::array<std::uint32_t, histogram_cells> plain{}, fast{};
  baseline_kernels().accumulate(input, taps.data(), plain.data());
  avx2_kernels().accumulate(input, taps.data(), fast.data());
  CHECK(plain == fast);
  std::array<float, histogram_cells> table;
  score_table(plain.data(), table.data());
  std::array<double, slope_sums> plain_sums{}, fast_sums{};
  baseline_kernels().slope(input, maps, table.data(), plain_sums.data());
  avx2_kernels().slope(input, maps, table.data(), fast_sums.data());
  CHECK(plain_sums == fast_sums);
  CHECK(plain_sums[0] != 0.0);
  Moments plain_moments{}, fast_moments{};
  baseline_kernels().moments(input, plain_moments);
  avx2_kernels().moments(input, fast_moments);
  CHECK(std::memcmp(&plain_moments, &fast_moments, sizeof plain_moments) == 0);
  const auto outside = std::accumulate(plain.end() - target_columns, plain.end(), 0U);
  CHECK(plain_moments.f[0] + outside / sample_weight == side.samples.bin.size());
  CHECK(plain_moments.mm > 0.0);
}
#endif

TEST_CASE("spline_weights_sum_to_one_sample_and_follow_the_formula") {
  for (int f = 0; f < bin_steps; ++f) {
    const Taps taps = spline_taps(f);
    std::uint32_t sum = 0;
    for (const std::uint32_t w : taps.weight) sum += w;
    CHECK(sum == sample_weight);
    // Cubic B-spline (Unser 1999): ((1-t)^3, 3t^3 - 6t^2 + 4, 3(1-t)^3 - 6(1-t)^2 + 4, t^3) / 6
    const double t = static_cast<double>(f) / bin_steps, s = 1.0 - t;
    const double expected[] = {s * s * s, 3 * t * t * t - 6 * t * t + 4,
                               3 * s * s * s - 6 * s * s + 4, t * t * t};
    for (int k = 0; k < 4; ++k) {
      CHECK(std::abs(taps.weight[k] - expected[k] / 6.0 * sample_weight) <= 2.0);
    }
  }
}

TEST_CASE("mutual_information_of_known_histograms") {
  std::array<std::uint32_t, histogram_cells> histogram{};
  // Two equally frequent pairs of greys: one bit.
  histogram[3 * target_columns + 5] = histogram[7 * target_columns + 9] = 10 * sample_weight;
  CHECK(mutual_information(histogram.data()).nats == doctest::Approx(std::log(2.0)));
  CHECK(mutual_information(histogram.data()).samples == 20.0);
  // Independent: none.
  histogram[3 * target_columns + 9] = histogram[7 * target_columns + 5] = 10 * sample_weight;
  CHECK(mutual_information(histogram.data()).nats == doctest::Approx(0.0));
  // What lies outside does not count.
  histogram[outside_row * target_columns] = 1000;
  CHECK(mutual_information(histogram.data()).samples == 40.0);
}
