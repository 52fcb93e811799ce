// Which backend aligns, and that the processor takes over where a card cannot go on.
#include <doctest/doctest.h>

#include "app/jobs/metric_choice.h"
#include "app/jobs/metric_fallback.h"
#include "tests/support/emulated_card.h"
#include "tests/twin/card_checks.h"

using namespace lv;
using namespace lv::test;

namespace {

CardOpener opener(const Emulation& emulation) {
  return [emulation]() -> Result<std::shared_ptr<Card>> {
    return std::shared_ptr<Card>(std::make_shared<EmulatedCard>(emulation));
  };
}

Result<std::shared_ptr<Card>> no_card() {
  return Error{ErrorCode::unavailable, "there is no NVIDIA driver on this machine"};
}

}  // namespace

TEST_CASE("auto_takes_a_card_that_there_is") {
  const auto choice = MetricChoice::make("auto", opener({}));
  const auto metric = choice->metric().value();
  CHECK(metric->name() == "emulated card (CUDA)");
  CHECK(choice->metric().value() == metric);
  CHECK(choice->fallback().empty());
  check_many_poses_score_as_each_alone(*metric);
}

TEST_CASE("auto_takes_the_processor_where_there_is_no_card_and_says_why") {
  const auto choice = MetricChoice::make("auto", no_card);
  CHECK(choice->metric().value()->name() == "CPU");
  CHECK(choice->fallback() == "there is no NVIDIA driver on this machine");
}

TEST_CASE("auto_takes_the_processor_where_the_card_has_no_room_for_its_work") {
  const auto choice = MetricChoice::make("auto", opener({.allocations_left = 3}));
  CHECK(choice->metric().value()->name() == "CPU");
  CHECK(choice->fallback() == "emulated card: the graphics card has no room");
}

TEST_CASE("cpu_never_looks_for_a_card") {
  int asked = 0;
  const auto choice = MetricChoice::make("cpu", [&] {
    ++asked;
    return no_card();
  });
  CHECK(choice->metric().value()->name() == "CPU");
  CHECK(choice->fallback().empty());
  CHECK(asked == 0);
}

TEST_CASE("cuda_fails_with_the_reason_and_never_falls_back") {
  const auto choice = MetricChoice::make("cuda", no_card);
  REQUIRE(!choice->metric().ok());
  CHECK(choice->metric().error().what == "there is no NVIDIA driver on this machine");
  CHECK(choice->fallback().empty());
  const auto lost = MetricChoice::make("cuda", opener({.programs_left = 0}))->metric().value();
  const auto pair = MetricPair::instance().bind(*lost, Level::coarse);
  CHECK(!pair->slope({}, all_regions).ok());
}

TEST_CASE("a_card_without_room_for_a_volume_leaves_it_to_the_processor") {
  // The workspace takes 10; the first side's image and list fit, the second's do not.
  const auto choice = MetricChoice::make("auto", opener({.allocations_left = 12}));
  const auto metric = choice->metric().value();
  CHECK(metric->name() == "emulated card (CUDA)");
  check_the_truth_scores_best(*metric);
  CHECK(metric->name() == "CPU");
  CHECK(choice->fallback() == "emulated card: the graphics card has no room");
}

TEST_CASE("a_card_lost_in_the_middle_leaves_the_rest_to_the_processor") {
  // Of about 15 programs that a registration takes, the search and some climbs are done.
  for (const int programs : {1, 3}) {
    const auto choice = MetricChoice::make("auto", opener({.programs_left = programs}));
    check_registrations_agree_with_the_cpus(choice->metric().value());
    CHECK(choice->fallback() == "emulated card: the graphics card stopped working");
  }
}

TEST_CASE("all_pairs_leave_a_lost_card_and_it_is_told_once") {
  const MetricPair& data = MetricPair::instance();
  int told = 0;
  auto card = make_card_metric(std::make_shared<EmulatedCard>(Emulation{.programs_left = 1}));
  const auto metric =
      make_fallback_metric(card.value(), make_cpu_metric(), [&](const Error&) { ++told; });
  const auto first = data.bind(*metric, Level::coarse), second = data.bind(*metric, Level::middle);
  const auto cpu = make_cpu_metric();
  const double expected =
      score_one(*data.bind(*cpu, Level::middle), data.truth(), all_regions).value();
  CHECK(first->portion().iterations > 1);
  (void)score_one(*first, data.truth(), all_regions);
  CHECK(told == 0);
  (void)score_one(*first, data.truth(), all_regions);
  CHECK(told == 1);
  CHECK(first->portion().iterations == 1);
  CHECK(score_one(*second, data.truth(), all_regions).value() == expected);
  CHECK(told == 1);
}

TEST_CASE("this_machine_has_a_usable_card_or_says_why_not") {
  const auto metric = MetricChoice::make("cuda")->metric();
  if (metric) {
    CHECK(metric.value()->name().ends_with("(CUDA)"));
  } else {
    CHECK(metric.error().code == ErrorCode::unavailable);
    CHECK(metric.error().what.size() > 20);
    MESSAGE(metric.error().text());
  }
}
