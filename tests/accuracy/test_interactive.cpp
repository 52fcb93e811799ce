// Registration under a hand: steps keep their budget, what is published moves on, it can be
// stopped, begun again from a nudge, and restricted to a part.
#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <numeric>
#include <stop_token>
#include <vector>

#include "engine/core/parallel.h"
#include "engine/registration/registrar.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

const PhantomPair scans = phantom_pair(2, 5);

RegistrationTask task() {
  static const auto fixed = PreparedVolume::prepare(scan_phantom(scans.fixed)).value();
  static const auto moving = PreparedVolume::prepare(scan_phantom(scans.moving)).value();
  return {fixed, moving, nullptr, {}, {}};
}

Registrar registrar(const RegistrationTask& of) {
  return Registrar::create(make_cpu_metric(), of).value();
}

void finish(Registrar& registrar) {
  while (registrar.step(0.02).value()) {
  }
}

double error_mm(const RigidPose& pose) {
  return brain_error_mm(pose, scans.fixed, scans.moving);
}

/// The truth, then so far off about the head's centre.
RigidPose nudged(const dvec3& mm, const dvec3& turn) {
  const RigidPose& truth = scans.moving.scan_from_head;
  return moved(truth, {mm, turn}, truth(dvec3(0.0)));
}

double thread_now_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// How long each step took, in this thread's own time.
std::vector<double> step_times_s(double budget_s) {
  Registrar one = registrar(task());
  std::vector<double> times;
  while (!one.done()) {
    const double begun_s = thread_now_s();
    REQUIRE(one.step(budget_s).ok());
    times.push_back(thread_now_s() - begun_s);
  }
  return times;
}

}  // namespace

TEST_CASE("a_step_ends_within_its_budget_and_one_unit_of_work") {
  set_thread_count(1);
  const std::vector<double> units = step_times_s(0.0);
  const double longest_s = *std::ranges::max_element(units);
  const double budget_s = 4.0 * longest_s;
  const std::vector<double> steps = step_times_s(budget_s);
  set_thread_count(0);
  CHECK(units.size() > 40);  // it is cut into small parts
  CHECK(longest_s < 0.5 * std::accumulate(units.begin(), units.end(), 0.0));
  CHECK(steps.size() < units.size());
  CHECK(*std::ranges::max_element(steps) <
        budget_s + 10 * longest_s);  // in this thread's own time; room for noise
}

TEST_CASE("published_poses_move_through_the_stages_to_the_result") {
  Registrar one = registrar(task());
  PoseSample last = one.current();
  while (one.step(0.0).value()) {
    const PoseSample now = one.current();
    CHECK(now.iteration == last.iteration + 1);
    CHECK(now.stage >= last.stage);
    last = now;
  }
  CHECK(one.current().stage == Stage::done);
  CHECK(one.current().pose.translation == one.result().pose.translation);
  CHECK(error_mm(one.result().pose) < 0.15);
}

TEST_CASE("a_stopped_registration_ends_at_its_next_step") {
  std::stop_source stop;
  int looks = 0;
  const Progress progress{[&](double, std::string_view) {
                            ++looks;
                            stop.request_stop();
                          },
                          stop.get_token()};
  const auto found = register_pair(make_cpu_metric(), task(), progress);
  REQUIRE(!found.ok());
  CHECK(found.error().code == ErrorCode::cancelled);
  CHECK(looks == 1);
}

TEST_CASE("a_nudge_begins_again_from_where_it_let_go") {
  Registrar one = registrar(task());
  REQUIRE(one.step(0.0).ok());  // in the middle of the search
  one.restart(nudged({8, -5, 6}, {0.08, 0, -0.06}));
  CHECK(error_mm(one.current().pose) > 5.0);
  CHECK(one.current().stage == Stage::middle);
  finish(one);
  CHECK(error_mm(one.result().pose) < 0.15);
  CHECK(one.result().verdict.kind == VerdictKind::good);
  one.restart(nudged({-6, 4, 3}, {0, 0.05, 0}));  // and once more when it was done
  CHECK(!one.done());
  finish(one);
  CHECK(error_mm(one.result().pose) < 0.15);
}

TEST_CASE("a_nudge_out_of_reach_is_not_called_good") {
  Registrar one = registrar(task());
  one.restart(nudged({60, 40, 0}, {0, 0, 2.5}));
  finish(one);
  CHECK(error_mm(one.result().pose) > 3.5);  // else the nudge was within reach and proves nothing
  CHECK(one.result().verdict.kind != VerdictKind::good);
}

TEST_CASE("a_focus_a_tube_and_a_box_are_refined_from_3_mm_off") {
  Focus ball{{5, -10, 10}, 30.0};
  Focus tube{{0, 0, 0}, 20.0, {40, 0, 0}, rotation_from_vector({0, 0, 0.5})};
  Focus box{{0, -20, 0}, 5.0, {30, 25, 25}};
  for (const Focus& focus : {ball, tube, box}) {
    RegistrationTask part = task();
    part.focus = focus;
    part.start = nudged({2, -2, 1}, {0, 0, 0});
    Registrar one = registrar(part);
    finish(one);
    const RigidPose pose = one.result().pose;
    const double off_mm = glm::length(pose(focus.point) - scans.moving.scan_from_head(focus.point));
    CHECK(off_mm < 0.3);
    CHECK(one.result().verdict.kind == VerdictKind::good);
  }
}

TEST_CASE("a_focus_does_not_run_away") {
  RegistrationTask part = task();
  part.focus = Focus{{5, -10, 10}, 25.0};
  part.start = nudged({14, 0, 0}, {0, 0, 0});
  Registrar one = registrar(part);
  finish(one);
  const dvec3 run = one.result().pose(part.focus->point) - (*part.start)(part.focus->point);
  CHECK(glm::length(run) <= 10.0);
  CHECK(one.result().verdict.kind != VerdictKind::good);
}

TEST_CASE("a_focus_beside_the_head_is_refused") {
  RegistrationTask part = task();
  part.focus = Focus{{300, 0, 0}, 25.0};
  part.start = scans.moving.scan_from_head;
  Registrar one = registrar(part);
  const auto step = one.step(1.0);
  REQUIRE(!step.ok());
  CHECK(step.error().code == ErrorCode::unsupported);
}
