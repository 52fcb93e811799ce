// The CUDA backend without a card: the shared checks, agreement with the CPU, sizes and failures,
// on kernels that run here block by block (tests/support/emulated_card.h).
#include <doctest/doctest.h>

#include "tests/support/emulated_card.h"
#include "tests/twin/card_checks.h"

using namespace lv;
using namespace lv::test;

namespace {

std::shared_ptr<Metric> emulated(const Emulation& emulation = {}, const Capacity& capacity = {}) {
  return make_card_metric(std::make_shared<EmulatedCard>(emulation), capacity).value();
}

/// Scores, a slope and climbs: every number that a pair gives.
std::vector<double> all_numbers(Metric& metric) {
  const MetricPair& data = MetricPair::instance();
  const auto pair = data.bind(metric, Level::coarse);
  const Slope slope = slope_at(*pair, data.truth(), all_regions);
  std::vector<double> numbers(slope.outer.begin(), slope.outer.end());
  numbers.insert(numbers.end(), slope.gradient.begin(), slope.gradient.end());
  std::vector<Climb> climbs;
  for (int i = 0; i < 5; ++i) {
    climbs.push_back({.pose = moved(data.truth(), {{1.0 * i, -2, 1}, {0, 0.02, 0}}, {})});
  }
  REQUIRE(pair->climb(climbs, {15, 0.02, 16.0, false}, 15).ok());
  for (const Climb& climb : climbs) {
    for (int i = 0; i < 3; ++i) numbers.push_back(climb.pose.translation[i]);
    numbers.insert(numbers.end(), {climb.score.value(), climb.pose.rotation.x});
  }
  return numbers;
}

}  // namespace

TEST_CASE("emulated_cuda_metric_gradient_matches_finite_differences") {
  check_gradient_matches_finite_differences(*emulated());
}
TEST_CASE("emulated_cuda_metric_scores_many_poses_as_each_alone") {
  check_many_poses_score_as_each_alone(*emulated());
}
TEST_CASE("emulated_cuda_metric_scores_the_truth_best") {
  check_the_truth_scores_best(*emulated());
}
TEST_CASE("emulated_cuda_metric_far_apart_overlaps_nothing") {
  check_far_apart_overlaps_nothing(*emulated());
}
TEST_CASE("emulated_cuda_metric_regions_add_up") {
  check_regions_add_up(*emulated());
}
TEST_CASE("emulated_cuda_histograms_have_the_cpus_bits") {
  check_histograms_have_the_cpus_bits(std::make_shared<EmulatedCard>());
}
TEST_CASE("emulated_cuda_scores_and_slopes_are_the_cpus") {
  check_scores_and_slopes_are_the_cpus(*emulated());
}
TEST_CASE("emulated_cuda_climbs_end_where_the_cpus_end") {
  check_climbs_end_where_the_cpus_end(*emulated());
}
TEST_CASE("emulated_cuda_climbs_in_portions_end_at_the_same") {
  check_climbs_in_portions_end_at_the_same(*emulated());
}
TEST_CASE("emulated_cuda_registrations_agree_with_the_cpus") {
  check_registrations_agree_with_the_cpus(emulated());
}

TEST_CASE("kernels_give_the_same_bits_in_any_order_of_threads_and_blocks") {
  const auto forwards = all_numbers(*emulated({.blocks = 5}));
  CHECK(forwards == all_numbers(*emulated({.blocks = 5, .backwards = true})));
  CHECK(forwards == all_numbers(*emulated({.blocks = 64})));
}

TEST_CASE("kernels_give_the_same_bits_however_much_fits_at_once") {
  // Room for one climb of this pair, and for the poses of one call in several goes.
  const Capacity little{.trials = 7, .climbers = 1, .histograms = 7 * 40};
  CHECK(all_numbers(*emulated()) == all_numbers(*emulated({}, little)));
  const auto metric = emulated({}, little);
  check_many_poses_score_as_each_alone(*metric);
}

TEST_CASE("card_is_given_everything_once_and_nothing_while_it_works") {
  const MetricPair& data = MetricPair::instance();
  const auto card = std::make_shared<EmulatedCard>();
  const auto metric = make_card_metric(card).value();
  const std::size_t empty = card->bytes();
  {
    const auto pair = data.bind(*metric, Level::fine);
    const std::size_t bytes = card->bytes(), uploaded = card->uploaded_bytes();
    const int allocations = card->allocations();
    CHECK(uploaded > 0);
    const auto again = data.bind(*metric, Level::fine);
    check_the_truth_scores_best(*metric);
    (void)slope_at(*again, data.truth(), all_regions);
    Climb climb{.pose = data.truth()};
    REQUIRE(again->climb({&climb, 1}, {}, 12).ok());
    CHECK(card->bytes() == bytes);
    CHECK(card->uploaded_bytes() == uploaded);
    CHECK(card->allocations() == allocations);
  }
  CHECK(card->bytes() == empty);
}

TEST_CASE("every_allocation_that_fails_is_told_and_frees_what_there_was") {
  const MetricPair& data = MetricPair::instance();
  int failures = 0;
  for (int left = 0;; ++left) {
    const auto card = std::make_shared<EmulatedCard>(Emulation{.allocations_left = left});
    const auto metric = make_card_metric(card);
    const auto bind = [&]() -> Result<void> {
      LV_ASSIGN(const auto shared, metric);
      LV_ASSIGN(const auto pair,
                shared->bind(data.fixed->side(Level::fine), data.moving->side(Level::fine)));
      return {};
    };
    const auto bound = bind();
    if (bound) break;
    ++failures;
    CHECK(bound.error().code == ErrorCode::unavailable);
    CHECK(bound.error().what == "the graphics card has no room");
    if (!metric) CHECK(card->bytes() == 0);
  }
  CHECK(failures == 14);  // 10 of the workspace, 2 images and 2 lists of samples
}

TEST_CASE("a_card_that_is_lost_ends_every_call_with_its_reason") {
  const MetricPair& data = MetricPair::instance();
  for (int left = 0; left < 3; ++left) {
    const auto metric = emulated({.programs_left = left});
    const auto pair = data.bind(*metric, Level::middle);
    std::vector<RigidPose> poses(3, data.truth());
    std::vector<PoseScore> scores(3);
    Climb climb{.pose = data.truth()};
    CHECK(pair->score(poses, all_regions, scores).ok() == (left > 0));
    CHECK(pair->slope(data.truth(), all_regions).ok() == (left > 1));
    const auto climbed = pair->climb({&climb, 1}, {}, 12);
    REQUIRE(!climbed.ok());
    CHECK(climbed.error().text() == "emulated card: the graphics card stopped working");
  }
  RegistrationTask task;
  task.fixed = data.fixed;
  task.moving = data.moving;
  const auto registration = register_pair(emulated({.programs_left = 1}), task, {});
  REQUIRE(!registration.ok());
  CHECK(registration.error().code == ErrorCode::unavailable);
}

TEST_CASE("a_climb_is_one_program_with_six_kernels_an_iteration") {
  const Program program = climb_program(15);
  CHECK(program.size() == 4 + 15 * 6);
  CHECK(program.front() == Kernel::place);
  CHECK(program.back() == Kernel::accept);
  const Program slope = slope_program();
  CHECK(std::equal(slope.begin(), slope.end(), program.begin()));
}

TEST_CASE("samples_are_cut_into_chunks_of_one_region_each") {
  for (const Level level : {Level::search, Level::fine}) {
    const SampleList& samples = MetricPair::instance().fixed->side(level)->samples;
    const auto chunks = chunks_of(samples);
    const auto first = first_chunks(chunks, samples.regions.size());
    REQUIRE(first.size() == samples.regions.size() + 1);
    for (std::size_t r = 0; r < samples.regions.size(); ++r) {
      std::uint32_t at = samples.regions[r].begin;
      for (std::uint32_t c = first[r]; c < first[r + 1]; ++c) {
        CHECK(chunks[c].region == r);
        CHECK(chunks[c].begin == at);
        CHECK(chunks[c].end - chunks[c].begin <= chunk_samples);
        at = chunks[c].end;
      }
      CHECK(at == samples.regions[r].end);
    }
    CHECK(first.back() == chunks.size());
  }
}

TEST_CASE("the_card_that_draws_is_chosen_else_the_first_that_can") {
  const CardInfo old{"old", {1}, 61, "", "the card is too old", 0, 0.0, 0.0};
  const CardInfo good{"good", {2}, 86, "", "", 0, 0.0, 0.0},
      other{"other", {3}, 90, "", "", 0, 0.0, 0.0};
  const CardInfo cards[] = {old, good, other};
  CHECK(choose_card(cards, std::nullopt).value() == 1);
  CHECK(choose_card(cards, CardId{3}).value() == 2);
  CHECK(choose_card(cards, CardId{1}).value() == 1);
  CHECK(choose_card(cards, CardId{9}).value() == 1);
  CHECK(choose_card({cards, 1}, CardId{1}).error().text() == "old: the card is too old");
  CHECK(choose_card({}, std::nullopt).error().what == "there is no NVIDIA graphics card");
}
