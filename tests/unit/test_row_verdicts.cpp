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
    link->verdict.suspicion = Suspicion::another_person;
    link->verdict.because = {"another"};
  }
  links[0].kept = false;
  const Verdict verdict = row_verdicts(links, 3, 0)[1];
  CHECK(verdict.kind == VerdictKind::doubtful);
  CHECK(verdict.suspicion == Suspicion::another_person);
  CHECK(verdict.because.front() == "another");
}

TEST_CASE("a_date_s_slice_spacing_and_parts_are_told_by_its_own_registration_with_the_reference") {
  JudgedLink links[] = {judged_link(0, 1, VerdictKind::doubtful),
                        judged_link(0, 2, VerdictKind::doubtful),
                        judged_link(1, 2, VerdictKind::good)};
  links[0].kept = false;  // date 1 lies as date 2 says
  links[1].verdict.slice_spacing_factor = 1.12;
  links[2].verdict.slice_spacing_factor = 1.3;
  for (JudgedLink& link : links) link.verdict.parts = {{dvec3(0), 2.0}};
  const auto verdicts = row_verdicts(links, 3, 0);
  CHECK(verdicts[1].slice_spacing_factor == 1.0);
  CHECK(verdicts[1].parts.empty());
  CHECK(verdicts[2].slice_spacing_factor == 1.12);
  CHECK(verdicts[2].parts.size() == 1);
}

namespace {

JudgedLink told_link(std::size_t from, std::size_t to, LeftRight sides) {
  const bool flipped = sides == LeftRight::flipped;
  JudgedLink link = judged_link(from, to, flipped ? VerdictKind::doubtful : VerdictKind::good);
  link.verdict.left_right = sides;
  link.verdict.suspicion = flipped ? Suspicion::flipped : Suspicion::none;
  return link;
}

}  // namespace

TEST_CASE("the_smaller_side_is_the_flipped_one_the_reference_among_them") {
  using enum LeftRight;
  const JudgedLink minority[] = {told_link(0, 1, agrees), told_link(0, 2, flipped),
                                 told_link(0, 3, flipped), told_link(0, 4, flipped),
                                 told_link(3, 4, agrees)};
  const auto verdicts = row_verdicts(minority, 5, 0);
  for (const std::size_t odd : {0U, 1U}) {
    CHECK(verdicts[odd].suspicion == Suspicion::flipped);
    CHECK(verdicts[odd].kind == VerdictKind::doubtful);
  }
  for (const std::size_t date : {2U, 3U, 4U}) {
    CHECK(verdicts[date].suspicion == Suspicion::none);
    CHECK(verdicts[date].kind == VerdictKind::doubtful);
    CHECK(verdicts[date].because.front().starts_with("the reference may be flipped"));
  }
  // As many on either side: nobody can tell, and the reference stays what the others are told by.
  const JudgedLink tie[] = {told_link(0, 1, agrees), told_link(0, 2, flipped),
                            told_link(0, 3, flipped)};
  CHECK(row_verdicts(tie, 4, 0)[0].kind == VerdictKind::good);
  CHECK(row_verdicts(tie, 4, 0)[2].suspicion == Suspicion::flipped);
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
