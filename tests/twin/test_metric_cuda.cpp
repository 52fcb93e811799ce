// The CUDA metric on this machine's card: the checks that the CPU's and the emulated one pass too.
#include <doctest/doctest.h>

#include "registration_cuda/metric_cuda.h"
#include "tests/twin/card_checks.h"

using namespace lv;
using namespace lv::test;

namespace {

/// Null, and said so, where there is no card to test.
std::shared_ptr<Card> card() {
  const auto opened = open_cuda_card({});
  if (opened) return *opened;
  MESSAGE("SKIPPED: " << opened.error().text());
  return nullptr;
}

template <class Check>
void with_metric(const Check& check) {
  if (const auto there = card()) check(make_card_metric(there).value());
}

}  // namespace

TEST_CASE("cuda_metric_gradient_matches_finite_differences") {
  with_metric([](auto metric) { check_gradient_matches_finite_differences(*metric); });
}
TEST_CASE("cuda_metric_scores_many_poses_as_each_alone") {
  with_metric([](auto metric) { check_many_poses_score_as_each_alone(*metric); });
}
TEST_CASE("cuda_metric_scores_the_truth_best") {
  with_metric([](auto metric) { check_the_truth_scores_best(*metric); });
}
TEST_CASE("cuda_metric_far_apart_overlaps_nothing") {
  with_metric([](auto metric) { check_far_apart_overlaps_nothing(*metric); });
}
TEST_CASE("cuda_metric_regions_add_up") {
  with_metric([](auto metric) { check_regions_add_up(*metric); });
}
TEST_CASE("cuda_histograms_have_the_cpus_bits") {
  if (const auto there = card()) check_histograms_have_the_cpus_bits(there);
}
TEST_CASE("cuda_scores_and_slopes_are_the_cpus") {
  with_metric([](auto metric) { check_scores_and_slopes_are_the_cpus(*metric); });
}
TEST_CASE("cuda_climbs_end_where_the_cpus_end") {
  with_metric([](auto metric) { check_climbs_end_where_the_cpus_end(*metric); });
}
TEST_CASE("cuda_climbs_in_portions_end_at_the_same") {
  with_metric([](auto metric) { check_climbs_in_portions_end_at_the_same(*metric); });
}
TEST_CASE("cuda_registrations_agree_with_the_cpus") {
  with_metric([](auto metric) { check_registrations_agree_with_the_cpus(metric); });
}
TEST_CASE("cuda_answers_are_the_same_bits_every_time") {
  with_metric([](auto metric) {
    const MetricPair& data = MetricPair::instance();
    const auto pair = data.bind(*metric, Level::fine);
    const Slope first = slope_at(*pair, data.truth(), all_regions);
    for (int i = 0; i < 20; ++i) {
      const Slope again = slope_at(*pair, data.truth(), all_regions);
      CHECK(again.gradient == first.gradient);
      CHECK(again.outer == first.outer);
      CHECK(again.score.value() == first.score.value());
    }
  });
}
