// How far dates can be trusted, from made-up registrations between them.
#include <doctest/doctest.h>

#include "engine/registration/row_verdicts.h"

using namespace lv;

namespace {

JudgedLink judged_link(std::size_t from, std::size_t to, VerdictKind kind) {
  return {from, to, {kind, 0.3, 1.0, {std::string(name(kind))}}};
}

}  // namespace

TEST_CASE("two_dates_of_another_person_do_not_vouch_for_each_other") {
  const JudgedLink links[] = {judged_link(0, 1, VerdictKind::failed),
                              judged_link(0, 2, VerdictKind::doubtful),
                              judged_link(1, 2, VerdictKind::good)};
  const auto verdicts = row_verdicts(links, 3, 0);
  CHECK(verdicts[2].kind == VerdictKind::doubtful);
  CHECK(verdicts[2].because.front() == "doubtful");
  CHECK(verdicts[1].kind == VerdictKind::doubtful);
  CHECK(verdicts[1].because.front() == "it is lined up with a date that is doubtful itself");
}

TEST_CASE("what_is_suspected_against_the_reference_holds_where_that_registration_was_outvoted") {
  JudgedLink links[] = {judged_link(0, 1, VerdictKind::doubtful),
                        judged_link(0, 2, VerdictKind::doubtful),
                        judged_link(1, 2, VerdictKind::good)};
  for (JudgedLink* link : {&links[0], &links[1]}) {
    link->verdict.suspicion = Suspicion::flipped;
    link->verdict.left_right = LeftRight::flipped;
    link->verdict.because = {"flipped"};
  }
  links[0].kept = false;
  const Verdict verdict = row_verdicts(links, 3, 0)[1];
  CHECK(verdict.kind == VerdictKind::doubtful);
  CHECK(verdict.suspicion == Suspicion::flipped);
  CHECK(verdict.left_right == LeftRight::flipped);
  CHECK(verdict.because.front() == "flipped");
}

TEST_CASE("a_failed_registration_is_made_good_by_way_of_a_good_date") {
  const JudgedLink links[] = {judged_link(0, 1, VerdictKind::failed),
                              judged_link(0, 2, VerdictKind::good),
                              judged_link(1, 2, VerdictKind::good)};
  const auto verdicts = row_verdicts(links, 3, 0);
  CHECK(verdicts[1].kind == VerdictKind::good);
  CHECK(verdicts[1].because.front() == "good");
}

TEST_CASE("outvoted_registrations_do_not_count_and_are_told") {
  JudgedLink links[] = {judged_link(0, 1, VerdictKind::good), judged_link(0, 2, VerdictKind::good),
                        judged_link(1, 2, VerdictKind::good)};
  links[0].kept = false;
  links[2].residual_mm = 0.8;
  const auto verdicts = row_verdicts(links, 3, 0);
  CHECK(verdicts[1].kind == VerdictKind::good);
  CHECK(verdicts[1].because.back() == "one registration was outvoted");
  CHECK(verdicts[1].uncertainty_mm == doctest::Approx(0.5));  // 0.3 and half of 0.8, 3-4-5
  links[2].kept = false;
  CHECK(row_verdicts(links, 3, 0)[1].kind == VerdictKind::failed);
}
