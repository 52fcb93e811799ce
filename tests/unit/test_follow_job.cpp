// The job behind the hand and the cursor: the newest wish wins, and every answer says whose it is.
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "app/jobs/follow_job.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;
using namespace std::chrono_literals;

namespace {

const PhantomPair scans = phantom_pair(3, 6);

PreparedRow prepared_row() {
  static const PreparedRow row = {PreparedVolume::prepare(scan_phantom(scans.fixed)).value(),
                                  PreparedVolume::prepare(scan_phantom(scans.moving)).value(),
                                  nullptr};
  return row;
}

/// The truth, so far off about the head's centre.
FollowJob::Wish wish_off_by(const dvec3& mm) {
  const RigidPose& truth = scans.moving.scan_from_head;
  return {0, {{1, moved(truth, {mm, {}}, truth(dvec3(0.0)))}}, {}};
}

FollowJob::Answer wait_for_answer(FollowJob& job) {
  auto answer = job.take();
  for (; !answer; answer = job.take()) std::this_thread::sleep_for(1ms);
  return std::move(*answer);
}

}  // namespace

TEST_CASE("the_newest_wish_wins_and_is_refined") {
  FollowJob job(prepared_row(), MetricChoice::make("cpu"));
  CHECK(job.can_move(1));
  CHECK_FALSE(job.can_move(2));
  CHECK_FALSE(job.busy());
  std::uint64_t last = 0;
  for (int i = 0; i < 50; ++i) last = job.ask(wish_off_by({0.1 * i, 1, 0}));
  FollowJob::Answer answer = wait_for_answer(job);
  while (answer.wish != last) answer = wait_for_answer(job);  // an early one may have been in time
  CHECK(answer.date == 1);
  REQUIRE(answer.found.ok());
  // Half a pixel of 3 mm is far more than is left of the 5 mm that the wish was off.
  CHECK(brain_error_mm(answer.found->pose, scans.fixed, scans.moving) < 1.5);
  while (job.busy()) std::this_thread::sleep_for(1ms);
  CHECK_FALSE(job.take().has_value());
  const auto moving = job.moving(1);
  REQUIRE(moving.has_value());
  CHECK(moving->wish == last);
  CHECK_FALSE(job.moving(1).has_value());
}

TEST_CASE("an_empty_wish_stops_the_one_before") {
  FollowJob job(prepared_row(), MetricChoice::make("cpu"));
  job.ask(wish_off_by({4, 0, 0}));
  const std::uint64_t nothing = job.ask({});
  while (job.busy()) std::this_thread::sleep_for(1ms);
  while (const auto answer = job.take()) CHECK(answer->wish < nothing);
}

TEST_CASE("a_focus_on_nothing_is_an_answer_with_a_reason") {
  FollowJob job(prepared_row(), MetricChoice::make("cpu"));
  FollowJob::Wish wish = wish_off_by({0, 0, 0});
  wish.focus = Focus{{500, 500, 500}, 20};
  job.ask(wish);
  const FollowJob::Answer answer = wait_for_answer(job);
  REQUIRE_FALSE(answer.found.ok());
  CHECK_FALSE(answer.found.error().what.empty());
}
