// What a position alone cannot tell: a scan flipped by its pixels, a body that is its own mirror
// image, a stack whose header lies about its spacing, a head of another size.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "engine/registration/registrar.h"
#include "engine/registration/row.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

/// Each column of pixels at the place of the one that `source` gives for it.
template <class Source>
VolumePtr rearranged(const VolumePtr& volume, const Source& source) {
  auto copy = std::make_shared<Volume>(*volume);
  const ivec3 size = volume->geometry.size;
  const auto columns = static_cast<std::size_t>(size.x);
  for (std::size_t i = 0; i < copy->samples.size(); ++i) {
    const auto column = static_cast<int>(i % columns);
    copy->samples[i] = volume->samples[i - i % columns + static_cast<std::size_t>(source(column))];
  }
  return copy;
}

VolumePtr flipped(const VolumePtr& volume) {
  const int last = volume->geometry.size.x - 1;
  return rearranged(volume, [last](int column) { return last - column; });
}

/// The right half, and its mirror image in place of the left one.
VolumePtr own_mirror_image(const VolumePtr& volume) {
  const int last = volume->geometry.size.x - 1;
  return rearranged(volume, [last](int column) { return std::min(column, last - column); });
}

std::shared_ptr<const PreparedVolume> prepared_of(const VolumePtr& volume) {
  return PreparedVolume::prepare(volume).value();
}

Registration found_between(const VolumePtr& fixed, const VolumePtr& moving) {
  return register_pair(make_cpu_metric(),
                       {prepared_of(fixed), prepared_of(moving), nullptr, {}, {}}, {})
      .value();
}

/// The number that stands before " %".
int percent_in(const std::string& sentence) {
  const std::size_t end = sentence.find(" %"), begin = sentence.rfind(' ', end - 1);
  return std::stoi(sentence.substr(begin, end - begin));
}

PhantomPair doubt_pair() {
  return phantom_pair(2, 5);
}

}  // namespace

TEST_CASE("a_date_flipped_by_its_pixels_is_said_and_never_good") {
  const PhantomPair pair = doubt_pair();
  const VolumePtr fixed = scan_phantom(pair.fixed), moving = scan_phantom(pair.moving);
  const Registration as_it_is = found_between(fixed, moving);
  CHECK(as_it_is.verdict.kind == VerdictKind::good);
  CHECK(as_it_is.verdict.left_right == LeftRight::agrees);
  for (const auto& [one, other] : {std::pair{fixed, flipped(moving)}, {flipped(fixed), moving}}) {
    const Verdict verdict = found_between(one, other).verdict;
    CHECK(verdict.kind != VerdictKind::good);
    CHECK(verdict.suspicion == Suspicion::flipped);
    CHECK(verdict.left_right == LeftRight::flipped);
    CHECK(verdict.because.front() == "this date may be flipped left to right");
  }
}

TEST_CASE("where_both_are_flipped_nothing_is_wrong_between_them") {
  const PhantomPair pair = doubt_pair();
  const Verdict verdict =
      found_between(flipped(scan_phantom(pair.fixed)), flipped(scan_phantom(pair.moving))).verdict;
  CHECK(verdict.kind == VerdictKind::good);
  CHECK(verdict.left_right == LeftRight::agrees);
}

TEST_CASE("a_body_that_is_its_own_mirror_image_cannot_tell_left_from_right") {
  PhantomPair pair = doubt_pair();
  pair.moving.scan_from_head = {rotation_from_vector({0.1, 0, 0}), {0, -9, 12}};  // in its plane
  const Verdict verdict = found_between(own_mirror_image(scan_phantom(pair.fixed)),
                                        own_mirror_image(scan_phantom(pair.moving)))
                              .verdict;
  CHECK(verdict.kind == VerdictKind::good);
  CHECK(verdict.left_right == LeftRight::cannot_be_told);
  CHECK(verdict.suspicion == Suspicion::none);
}

TEST_CASE("a_reference_that_is_flipped_against_most_dates_is_named_and_not_they") {
  PhantomScan scan = doubt_pair().fixed;
  std::vector<RowScan> row;
  for (const std::uint64_t seed : {1, 2, 3}) {
    scan.seed = seed;
    scan.scan_from_head.translation = 3.0 * static_cast<double>(seed) * dvec3(1, -1, 1);
    const VolumePtr volume = scan_phantom(scan);
    row.push_back({prepared_of(seed == 1 ? volume : flipped(volume))});
  }
  const auto found = align_row(make_cpu_metric(), row, {}, {}, {});
  REQUIRE(found.ok());
  CHECK((*found)[0].verdict.suspicion == Suspicion::flipped);
  CHECK((*found)[0].verdict.kind == VerdictKind::doubtful);
  for (const std::size_t date : {1U, 2U}) {
    CHECK((*found)[date].verdict.kind != VerdictKind::good);
    CHECK((*found)[date].verdict.suspicion == Suspicion::none);
    CHECK((*found)[date].verdict.because.front().find("choose another reference") !=
          std::string::npos);
  }
}

TEST_CASE("a_header_that_lies_about_its_spacing_is_told_and_by_how_much") {
  const PhantomPair pair = doubt_pair();
  const VolumePtr moving = scan_phantom(pair.moving);
  auto shortened = std::make_shared<Volume>(*moving);
  shortened->geometry.scan_from_voxel.matrix[2] /= 1.1;
  const Verdict verdict = found_between(scan_phantom(pair.fixed), shortened).verdict;
  CHECK(verdict.kind != VerdictKind::good);
  CHECK(verdict.suspicion == Suspicion::size);
  CHECK(verdict.because.front().find("longer head to foot than its header says") !=
        std::string::npos);
  CHECK(std::abs(percent_in(verdict.because.front()) - 10) <= 1);
}

TEST_CASE("a_head_that_has_grown_is_told_and_by_how_much") {
  PhantomPair pair = doubt_pair();
  pair.moving.size = 1.05;
  const Verdict verdict =
      found_between(scan_phantom(pair.fixed), scan_phantom(pair.moving)).verdict;
  CHECK(verdict.kind != VerdictKind::good);
  CHECK(verdict.suspicion == Suspicion::size);
  CHECK(verdict.because.front().find("larger than in the reference") != std::string::npos);
  CHECK(std::abs(percent_in(verdict.because.front()) - 5) <= 1);
  // A point r from the middle is off by 0.05 r; of the head's brain, half axes 66, 83, 76 mm, the
  // root mean square of r is sqrt((66^2 + 83^2 + 76^2) / 5) = 58 mm.
  CHECK(verdict.remaining_mm > 0.5 * 0.05 * 58);
  CHECK(verdict.remaining_mm < 2.0 * 0.05 * 58);
}
