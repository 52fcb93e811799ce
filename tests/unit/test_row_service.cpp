// The service behind the window, the hand and the cursor: all of the row first, then the newest
// wish; every piece of news says whose it is; whatever it does, it can be stopped.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "engine/registration/row_service.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;
using namespace std::chrono_literals;

namespace {

const PhantomPair scans = phantom_pair(3, 6);

Result<std::shared_ptr<Metric>> processor() {
  return std::shared_ptr<Metric>(make_cpu_metric());
}

std::vector<RowVolume> volumes() {
  return {{scan_phantom(scans.fixed)},
          {scan_phantom(scans.moving)},
          {nullptr, "it does not say where its slices lie"}};
}

std::unique_ptr<RowService> started(std::vector<RowVolume> row = volumes()) {
  return std::make_unique<RowService>(processor, std::move(row), RowOptions{});
}

void wait_for(RowService& service) {
  while (service.busy()) std::this_thread::sleep_for(1ms);
}

/// The truth, so far off about the head's centre.
RowWish wish_off_by(const dvec3& mm) {
  const RigidPose& truth = scans.moving.scan_from_head;
  return {{{1, moved(truth, {mm, {}}, truth(dvec3(0.0)))}}, {}};
}

}  // namespace

TEST_CASE("every_date_of_the_row_has_its_answer") {
  const auto service = started();
  wait_for(*service);
  CHECK(service->problem().empty());
  CHECK(service->can_move(1));
  CHECK_FALSE(service->can_move(2));
  for (std::size_t date = 0; date < 3; ++date) {
    const auto news = service->news(date);
    REQUIRE(news.has_value());
    CHECK(news->settled);
    CHECK(surely_lined_up(news->alignment) == (date < 2));
    CHECK_FALSE(service->news(date).has_value());
    if (date == 1) CHECK(brain_error_mm(news->pose, scans.fixed, scans.moving) < 0.5);
    if (date != 2) continue;
    CHECK(news->alignment.verdict.because.front() == "it does not say where its slices lie");
  }
}

TEST_CASE("the_oldest_date_that_can_be_used_stands_in_for_a_reference_that_cannot") {
  std::vector<RowVolume> row = volumes();
  std::swap(row[0], row[2]);
  const auto service = started(std::move(row));
  wait_for(*service);
  for (std::size_t date = 0; date < 3; ++date) {
    const auto news = service->news(date);
    REQUIRE(news.has_value());
    CHECK(news->reference == 1);
    CHECK(news->alignment.pose.has_value() == (date > 0));
  }
}

TEST_CASE("where_no_date_can_be_used_each_says_why") {
  const auto service = started({{nullptr, "the first"}, {nullptr, "the second"}});
  wait_for(*service);
  CHECK(service->problem().empty());
  CHECK(service->news(0)->alignment.verdict.because.front() == "the first");
  CHECK(service->news(1)->alignment.verdict.because.front() == "the second");
}

TEST_CASE("a_metric_that_is_not_there_is_every_date_s_answer") {
  const MetricSource none = [] { return Error{ErrorCode::unavailable, "no card"}; };
  RowService service(none, volumes(), {});
  wait_for(service);
  CHECK(service.problem() == "no card");
  CHECK(service.news(0)->alignment.verdict.because.front() == "no card");
}

TEST_CASE("the_newest_wish_wins_and_is_refined") {
  const auto service = started();
  wait_for(*service);
  std::uint64_t last = 0;
  for (int i = 0; i < 50; ++i) last = service->ask(wish_off_by({0.1 * i, 1, 0}));
  wait_for(*service);
  const auto news = service->news(1);
  REQUIRE(news.has_value());
  CHECK(news->wish == last);
  REQUIRE(news->settled);
  // Half a pixel of 3 mm is far more than is left of the 5 mm that the wish was off.
  CHECK(brain_error_mm(news->pose, scans.fixed, scans.moving) < 1.5);
  CHECK_FALSE(service->news(1).has_value());
}

TEST_CASE("an_empty_wish_stops_the_one_before") {
  const auto service = started();
  wait_for(*service);
  const std::uint64_t one = service->ask(wish_off_by({4, 0, 0}));
  service->ask({});
  wait_for(*service);
  const auto news = service->news(1);
  REQUIRE(news.has_value());
  CHECK((news->wish == 0 || (news->wish == one && !news->settled)));
}

TEST_CASE("a_focus_on_nothing_is_an_answer_with_a_reason") {
  const auto service = started();
  wait_for(*service);
  RowWish wish = wish_off_by({0, 0, 0});
  wish.focus = Focus{{500, 500, 500}, 20};
  service->ask(wish);
  wait_for(*service);
  const auto news = service->news(1);
  REQUIRE(news.has_value());
  CHECK_FALSE(news->alignment.pose.has_value());
  CHECK(news->alignment.verdict.because.front().find("focus") != std::string::npos);
}

TEST_CASE("what_is_stopped_while_volumes_are_prepared_prepares_no_more") {
  std::stop_source stop;
  stop.request_stop();
  const auto prepared = PreparedVolume::prepare(scan_phantom(scans.fixed), stop.get_token());
  REQUIRE_FALSE(prepared.ok());
  CHECK(prepared.error().code == ErrorCode::cancelled);

  RowAligner aligner(processor, volumes());
  const auto stopped = aligner.align({}, {}, Progress{{}, stop.get_token()});
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == ErrorCode::cancelled);
  CHECK_FALSE(aligner.usable(0));
  CHECK(aligner.refusal(0).empty());  // it can be asked again
  CHECK(aligner.align({}, {}, {}).ok());
}
