// What a position alone cannot tell: a scan flipped by its pixels, a body that is its own mirror
// image, a stack whose header lies about its spacing, a head of another size.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "engine/registration/registrar.h"
#include "engine/registration/remaining.h"
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

/// A ball of the body, moved by some columns of pixels.
VolumePtr with_a_ball_aside(const VolumePtr& volume, const dvec3& middle, double radius_mm,
                            int columns) {
  auto copy = std::make_shared<Volume>(*volume);
  const ivec3 size = volume->geometry.size;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j) {
      for (int i = 0; i + columns < size.x; ++i) {
        const dvec3 place = volume->geometry.scan_from_voxel(dvec3(i, j, k));
        if (glm::distance(place, middle) > radius_mm) continue;
        copy->samples[static_cast<std::size_t>(i + columns + size.x * (j + size.y * k))] =
            volume->samples[static_cast<std::size_t>(i + size.x * (j + size.y * k))];
      }
    }
  }
  return copy;
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

TEST_CASE("a_part_of_the_brain_that_was_pushed_aside_is_found_where_it_lies") {
  const PhantomPair pair = phantom_pair(2, 3);
  const dvec3 place(0, 0, 10);  // of the head; ventricles and deep nuclei
  const double radius_mm = 28.0;
  const VolumePtr pushed =
      with_a_ball_aside(scan_phantom(pair.moving), pair.moving.scan_from_head(place), radius_mm, 2);
  const auto left_in = [&](const VolumePtr& moving) {
    return found_between(scan_phantom(pair.fixed), moving).verdict;
  };
  const Verdict before = left_in(scan_phantom(pair.moving)), verdict = left_in(pushed);
  // Two columns are 4 mm; the ball has (28^3 / (66 * 83 * 76)) = 5 % of the brain's volume.
  const double left_mm = 4.0 * std::sqrt(0.053);
  CHECK(before.remaining_mm < 0.5 * left_mm);
  CHECK(verdict.remaining_mm > 0.5 * left_mm);
  CHECK(verdict.remaining_mm < 2.0 * left_mm);
  const dvec3 here = pair.fixed.scan_from_head(place);
  const dvec3 away = pair.fixed.scan_from_head(place + dvec3(0, 55, 0));
  CHECK(remaining_mm_at(verdict, here) > 1.0);  // blocks about the ball have not moved
  CHECK(remaining_mm_at(verdict, away) < 0.5 * remaining_mm_at(verdict, here));
}
