// The verdict on made-up evidence: what little overlap may still be called.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/registration/remaining.h"

using namespace lv;

namespace {

/// Of two scans that fit: 0.2 mm apart in their halves and parts, sharp, nothing else fits.
Evidence fitting(double overlap) {
  Evidence evidence;
  evidence.self = {0.2, 0.2, 27, 0.2};
  evidence.overlap = overlap;
  return evidence;
}

bool says(const Verdict& verdict, const char* reason) {
  return std::ranges::find(verdict.because, reason) != verdict.because.end();
}

}  // namespace

TEST_CASE("little_overlap_is_good_only_where_all_parts_agree") {
  CHECK(judge(fitting(0.9)).kind == VerdictKind::good);
  CHECK(judge(fitting(0.2)).kind == VerdictKind::good);
  Evidence apart = fitting(0.2);
  apart.self.shift_mm = 0.6;
  CHECK(judge(apart).kind == VerdictKind::doubtful);
  CHECK(says(judge(apart), "the scans overlap little"));
  apart.overlap = 0.9;
  CHECK(judge(apart).kind == VerdictKind::good);
}

TEST_CASE("less_overlap_is_doubtful_and_then_nothing") {
  CHECK(judge(fitting(0.12)).kind == VerdictKind::doubtful);
  CHECK(judge(fitting(0.05)).kind == VerdictKind::failed);
  CHECK(says(judge(fitting(0.05)), "the scans overlap little"));
}

TEST_CASE("what_does_not_match_is_failed_whatever_overlaps") {
  for (const double overlap : {0.12, 0.2, 1.0}) {
    Evidence stranger = fitting(overlap);
    stranger.self.sharpness = 0.01;
    CHECK(judge(stranger).kind == VerdictKind::failed);
    CHECK(says(judge(stranger), "the fine detail of the scans does not match"));
  }
}

TEST_CASE("a_flipped_date_is_doubtful_however_well_the_rest_agrees") {
  Evidence evidence = fitting(1.0);
  evidence.mirrored = 0.4;
  CHECK(judge(evidence).kind == VerdictKind::good);
  CHECK(judge(evidence).left_right == LeftRight::agrees);
  evidence.mirrored = 1.0;  // a body that is its own mirror image
  CHECK(judge(evidence).kind == VerdictKind::good);
  CHECK(judge(evidence).left_right == LeftRight::cannot_be_told);
  Evidence wrong_position = fitting(1.0);
  wrong_position.self.sharpness = 0.0024;
  wrong_position.mirrored = 4.0;
  CHECK(judge(wrong_position).left_right == LeftRight::cannot_be_told);
  CHECK_FALSE(says(judge(wrong_position), "this date may be flipped left to right"));
  evidence.mirrored = 1.8;
  CHECK(judge(evidence).kind == VerdictKind::doubtful);
  CHECK(judge(evidence).because.front() == "this date may be flipped left to right");
}

TEST_CASE("a_wrong_size_is_told_in_words") {
  Evidence evidence = fitting(1.0);
  evidence.self.shift_mm = 2.5;
  evidence.mirrored = 0.6;
  evidence.stretch[0] = {1.1, 0.3, {0.0, 0.1, 0.99}};
  evidence.stretch[1] = {1.01, 0.02, {}};
  CHECK(judge(evidence).suspicion == Suspicion::size);
  CHECK(judge(evidence).because.front() ==
        "this scan seems 10 % longer head to foot than its header says, or the body has changed");
  evidence.stretch[0].factor = 0.9;
  evidence.stretch[0].direction = {0.0, -1.0, 0.1};
  CHECK(judge(evidence).because.front() ==
        "this scan seems 10 % shorter front to back than its header says, or the body has changed");
  evidence.stretch[1] = {0.96, 0.5, {}};  // 1 / 0.96 = 1.042
  CHECK(
      judge(evidence).because.front() ==
      "the body seems 4 % larger than in the reference: it has changed, or a header gives a wrong "
      "size");
  evidence.stretch[0].gain = evidence.stretch[1].gain = 0.03;
  CHECK(judge(evidence).suspicion == Suspicion::none);
}

TEST_CASE("two_heads_that_fit_neither_as_they_are_nor_mirrored_are_perhaps_of_two_people") {
  Evidence evidence = fitting(1.0);
  evidence.heads = true;
  evidence.self.sharpness = 0.018;
  evidence.self.shift_mm = 1.9;
  evidence.mirrored = 0.95;
  CHECK(judge(evidence).suspicion == Suspicion::another_person);
  CHECK(judge(evidence).because.front() == "these may not be the same person");
  evidence.mirrored = 0.5;  // one side fits better: a position that is not found
  CHECK(judge(evidence).suspicion == Suspicion::none);
  evidence.mirrored = 0.95;
  evidence.heads = false;  // a spine, a knee
  CHECK(judge(evidence).suspicion == Suspicion::none);
  evidence.heads = true;
  evidence.self.shift_mm = 1.25;  // one person after an operation, in thick and noisy slices
  CHECK(judge(evidence).suspicion == Suspicion::none);
}

TEST_CASE("what_is_left_at_a_place_is_that_of_the_parts_near_by") {
  Verdict verdict;
  verdict.remaining_mm = 1.5;
  const dvec3 place(10, 20, 30), far_away(500, 0, 0);
  CHECK(remaining_mm_at(verdict, place) == 1.5);  // no part was asked
  verdict.parts = {{place, 1.0}, {far_away, 7.0}};
  CHECK(remaining_mm_at(verdict, place) == doctest::Approx(1.0).epsilon(0.01));
  CHECK(remaining_mm_at(verdict, far_away) == doctest::Approx(7.0).epsilon(0.01));
  // In the middle the root mean square of both: (1 + 49) / 2 = 5 * 5.
  CHECK(remaining_mm_at(verdict, (place + far_away) / 2.0) == doctest::Approx(5.0));
}
