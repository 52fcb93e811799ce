// What cannot or must not be aligned: a reason, or a verdict that is not good.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/registration/registrar.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

PhantomScan head(Contrast contrast, std::uint64_t seed) {
  return {axial_stack(2, 5), {}, contrast, 0.03, 0.02, 1.0, seed};
}

VolumePtr phantom() {
  static const VolumePtr volume = scan_phantom(head(Contrast::t1, 1));
  return volume;
}

VolumePtr with_samples(const Volume& like, std::uint16_t value) {
  auto volume = std::make_shared<Volume>(like);
  std::fill(volume->samples.begin(), volume->samples.end(), value);
  return volume;
}

/// Slices [low, high) only.
VolumePtr slices(const Volume& of, int low, int high) {
  auto volume = std::make_shared<Volume>(of);
  const auto area = static_cast<std::ptrdiff_t>(of.geometry.size.x) * of.geometry.size.y;
  volume->samples.assign(of.samples.begin() + low * area, of.samples.begin() + high * area);
  volume->geometry.size.z = high - low;
  auto& matrix = volume->geometry.scan_from_voxel.matrix;
  matrix[3] += matrix[2] * static_cast<double>(low);
  return volume;
}

VolumePtr scaled(const Volume& of, double factor) {
  auto volume = std::make_shared<Volume>(of);
  auto& matrix = volume->geometry.scan_from_voxel.matrix;
  for (int c = 0; c < 4; ++c) matrix[c] = dvec4(dvec3(matrix[c]) * factor, matrix[c].w);
  return volume;
}

Error refusal(const VolumePtr& volume) {
  const auto prepared = PreparedVolume::prepare(volume);
  REQUIRE(!prepared.ok());
  return prepared.error();
}

Result<Registration> align(const VolumePtr& fixed, const VolumePtr& moving,
                           const VolumePtr& mask = nullptr) {
  return register_pair(make_cpu_metric(),
                       {PreparedVolume::prepare(fixed).value(),
                        PreparedVolume::prepare(moving).value(),
                        mask,
                        {},
                        {}},
                       {});
}

}  // namespace

TEST_CASE("one_grey_everywhere_is_refused") {
  for (const std::uint16_t grey : {std::uint16_t{0}, std::uint16_t{700}, std::uint16_t{65535}}) {
    CHECK(refusal(with_samples(*phantom(), grey)).what.find("one grey") != std::string::npos);
  }
}

TEST_CASE("one_slice_is_refused") {
  CHECK(refusal(slices(*phantom(), 10, 11)).what.find("one slice") != std::string::npos);
}

TEST_CASE("micrometres_and_metres_are_refused") {
  CHECK(refusal(scaled(*phantom(), 1000.0)).what.find("wrong unit") != std::string::npos);
  CHECK(refusal(scaled(*phantom(), 0.001)).what.find("wrong unit") != std::string::npos);
}

TEST_CASE("parts_of_the_head_that_do_not_overlap_are_never_good") {
  const VolumePtr other = scan_phantom(head(Contrast::t2, 2));
  const int count = phantom()->geometry.size.z;
  const auto found =
      align(slices(*phantom(), 0, count * 2 / 5), slices(*other, count * 3 / 5, count));
  REQUIRE(found.ok());
  CHECK(found->verdict.kind != VerdictKind::good);
  CHECK(!found->verdict.because.empty());
}

TEST_CASE("noise_is_never_good") {
  PhantomScan nothing = head(Contrast::t1, 3);
  nothing.scan_from_head.translation = {500, 0, 0};  // beside the picture
  nothing.noise = 0.05;
  const auto prepared = PreparedVolume::prepare(scan_phantom(nothing));
  if (!prepared.ok()) return;  // a refusal is right as well
  const auto found = align(phantom(), scan_phantom(nothing));
  REQUIRE(found.ok());
  CHECK(found->verdict.kind != VerdictKind::good);
}

TEST_CASE("an_empty_mask_is_refused") {
  const auto found =
      align(phantom(), scan_phantom(head(Contrast::t2, 2)), with_samples(*phantom(), 0));
  REQUIRE(!found.ok());
  CHECK(found.error().code == ErrorCode::unsupported);
}

TEST_CASE("a_mask_beside_the_head_is_refused") {
  auto mask = std::make_shared<Volume>(*with_samples(*phantom(), 1));
  mask->geometry.scan_from_voxel.matrix[3].x += 500.0;
  const auto found = align(phantom(), scan_phantom(head(Contrast::t2, 2)), mask);
  REQUIRE(!found.ok());
}

TEST_CASE("a_mask_on_another_grid_counts_where_it_lies") {
  auto mask = std::make_shared<Volume>();
  mask->geometry = regular_geometry({12, 14, 11}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {10, 10, 10},
                                    {-55, -65, -50});
  mask->samples.assign(mask->geometry.voxel_count(), 1);
  PhantomScan moving = head(Contrast::t2, 2);
  moving.scan_from_head = {rotation_from_vector({0.1, 0.05, 0}), {5, 5, 5}};
  const auto found = align(phantom(), scan_phantom(moving), mask);
  REQUIRE(found.ok());
  CHECK(brain_error_mm(found->pose, head(Contrast::t1, 1), moving) < 0.4);  // as for thick slices
  CHECK(found->verdict.kind == VerdictKind::good);
}
