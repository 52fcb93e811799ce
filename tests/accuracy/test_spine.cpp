// A bent spine level by level, against the exact motion of every vertebra.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/registration/prepared_volume.h"
#include "engine/spine/spine_alignment.h"
#include "tests/support/data.h"
#include "tests/support/lumbar_years.h"

namespace lv {
namespace {

SpineTask task_of(const test::LumbarPair& pair, const RigidPose& start) {
  SpineTask task{*PreparedVolume::prepare(pair.fixed),
                 *PreparedVolume::prepare(pair.moving),
                 find_column(*pair.fixed),
                 find_column(*pair.moving),
                 {start}};
  return task;
}

const SpineLevel& nearest_level(const SpineAlignment& found, const dvec3& point) {
  return *std::ranges::min_element(
      found.levels, {}, [&](const SpineLevel& level) { return glm::length(level.point - point); });
}

/// The greatest error at the corners of a body, in the plane of the slices.
double worst_in_plane_mm(const RigidPose& pose, const test::TrueLevel& truth,
                         const dvec3& slice_normal) {
  double worst = 0.0;
  for (const dvec3& corner : truth.corners) {
    const dvec3 off = pose(corner) - truth.moving_from_fixed(corner);
    const dvec3 normal = truth.moving_from_fixed.direction(slice_normal);
    worst = std::max(worst, glm::length(off - glm::dot(off, normal) * normal));
  }
  return worst;
}

void check_levels(const test::LumbarPair& pair, const RigidPose& start) {
  const auto found = align_spine(make_cpu_metric(), task_of(pair, start), {});
  REQUIRE(found);
  CHECK(found->lead > 1.3);
  for (const test::TrueLevel& truth : pair.levels) {
    CAPTURE(truth.name);
    const SpineLevel& level = nearest_level(*found, truth.centre);
    CHECK(glm::length(level.point - truth.centre) < 20.0);
    CHECK(worst_in_plane_mm(level.pose, truth, pair.slice_normal) < 0.5);
    CHECK(level.verdict.kind == VerdictKind::good);
    CHECK(level.verdict.uncertainty_mm < 0.6);
    CHECK(level.uncertainty_through_mm >= 0.3);
  }
}

TEST_CASE("every vertebra of a bent spine is found within 0.5 mm, from where the scanner put it") {
  if (!test::data_is_here("lumbar_years/truth")) return;
  for (const test::LumbarPair& pair : test::lumbar_pairs()) {
    CAPTURE(pair.name);
    check_levels(pair, RigidPose{});
  }
}

TEST_CASE("a start that is a vertebra off, 40 mm and 15 degrees away, leads to the same levels") {
  if (!test::data_is_here("lumbar_years/truth")) return;
  const test::LumbarPair pair = test::lumbar_pairs()[0];
  const dvec3 middle = pair.fixed->geometry.centre();
  const Motion away{{10.0, 15.0, 35.0}, {radians_from_degrees(15.0), 0.0, 0.0}};
  check_levels(pair, moved(RigidPose{}, away, middle));
}

/// The rows of a sagittal scan whose middles lie between two heights.
VolumePtr between_heights(const Volume& volume, double low_mm, double high_mm) {
  const Geometry& all = volume.geometry;
  std::vector<int> rows;
  for (int y = 0; y < all.size.y; ++y) {
    const double z = all.scan_from_voxel(dvec3(all.size.x / 2.0, y, all.size.z / 2.0)).z;
    if (z >= low_mm && z <= high_mm) rows.push_back(y);
  }
  auto part = std::make_shared<Volume>(volume);
  part->geometry.size.y = static_cast<int>(rows.size());
  part->geometry.scan_from_voxel.matrix[3] =
      dvec4(all.scan_from_voxel(dvec3(0, rows.front(), 0)), 1.0);
  const auto width = static_cast<std::size_t>(all.size.x);
  part->samples.clear();
  for (int z = 0; z < all.size.z; ++z) {
    for (const int y : rows) {
      const auto from = volume.samples.begin() +
                        static_cast<std::ptrdiff_t>((z * all.size.y + y) * static_cast<int>(width));
      part->samples.insert(part->samples.end(), from, from + static_cast<std::ptrdiff_t>(width));
    }
  }
  return part;
}

TEST_CASE("where two places along a spine fit almost as well both are told, and one is right") {
  if (!test::data_is_here("lumbar_years/truth")) return;
  // Two contrasts with too few vertebrae in common to know which lies on which.
  const auto pairs = test::lumbar_pairs();
  const auto named = [&](const std::string& name) {
    return *std::ranges::find(pairs, name, &test::LumbarPair::name);
  };
  test::LumbarPair few = named("T2_A_C");
  few.fixed = between_heights(*named("T1_A_C").fixed, -30.0, 60.0);
  few.moving = between_heights(*few.moving, -40.0, 50.0);
  const auto found = align_spine(make_cpu_metric(), task_of(few, RigidPose{}), {});
  REQUIRE(found);
  REQUIRE(found->lead < 1.3);
  REQUIRE_FALSE(found->rival.empty());
  const auto off_mm = [&](const std::vector<SpineLevel>& levels) {
    const SpineLevel& middle = levels[levels.size() / 2];
    const auto truth = std::ranges::min_element(few.levels, {}, [&](const test::TrueLevel& level) {
      return glm::length(level.centre - middle.point);
    });
    return glm::length(middle.pose(truth->centre) - truth->moving_from_fixed(truth->centre));
  };
  const auto [right_mm, wrong_mm] = std::minmax({off_mm(found->levels), off_mm(found->rival)});
  CHECK(right_mm < 3.0);
  CHECK(wrong_mm > 12.0);  // half a vertebra
  for (const auto* levels : {&found->levels, &found->rival}) {
    for (const SpineLevel& level : *levels) CHECK(level.verdict.kind != VerdictKind::good);
  }
}

TEST_CASE("a spine that stands on its head has no good level") {
  if (!test::data_is_here("lumbar_years/truth")) return;
  const test::LumbarPair pair = test::lumbar_pairs()[0];
  SpineTask task = task_of(pair, {});
  // Upside down: nothing fits.
  auto turned = std::make_shared<Volume>(*pair.moving);
  std::ranges::reverse(turned->samples);
  task.moving = *PreparedVolume::prepare(turned);
  task.moving_column.reset();
  const auto found = align_spine(make_cpu_metric(), task, {});
  if (!found) {
    CHECK(found.error().code == ErrorCode::unsupported);
    return;
  }
  for (const SpineLevel& level : found->levels) CHECK(level.verdict.kind != VerdictKind::good);
}

SpineLevel level_at(const dvec3& point, const dvec3& shift) {
  SpineLevel level;
  level.point = point;
  level.pose.translation = shift;
  level.verdict.kind = VerdictKind::good;
  return level;
}

TEST_CASE("a whole that is called good is not where its levels lie elsewhere") {
  const std::vector<SpineLevel> straight = {level_at({0, 0, 50}, {0, 0.3, 0}),
                                            level_at({0, 0, 0}, {0, 0, 0})};
  const std::vector<SpineLevel> bent = {level_at({0, 0, 50}, {0, 6, 0}),
                                        level_at({0, 0, 0}, {0, 0, 0})};
  const std::vector<SpineLevel> elsewhere = {level_at({0, 0, 50}, {0, 0, 35}),
                                             level_at({0, 0, 0}, {0, 0, 34})};
  const DateAlignment good{RigidPose{}, Method::automatic, {VerdictKind::good, 0.2, 0.9, {"all"}}};
  DateAlignment whole = good;
  say_bend(whole, straight);
  CHECK(whole.verdict.kind == VerdictKind::good);
  CHECK(whole.verdict.uncertainty_mm == 0.2);
  whole = good;
  say_bend(whole, bent);
  CHECK(whole.verdict.kind == VerdictKind::doubtful);
  CHECK(whole.verdict.uncertainty_mm == doctest::Approx(6.0));
  CHECK(whole.verdict.because[0].find("bends") != std::string::npos);
  CHECK(whole.pose->translation.z == 0.0);
  whole = good;
  say_bend(whole, elsewhere);
  CHECK(whole.pose->translation.z == doctest::Approx(34.0));
}

}  // namespace
}  // namespace lv
