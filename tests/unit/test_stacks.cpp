// A series of several angled stacks, as discs are scanned: every one of its pictures can be gone
// to.
#include <doctest/doctest.h>

#include <set>

#include "app/row/stacks.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::test::act;

namespace {

/// `slices` of 4 mm, tilted about the patient's left-right axis, around a middle.
ComparedDate tilted_stack(int series, int slices, double tilt_deg, const dvec3& middle) {
  const double tilt = radians_from_degrees(tilt_deg);
  const dvec3 row(1, 0, 0), column(0, std::cos(tilt), std::sin(tilt));
  const dvec3 normal = glm::cross(row, column);
  Volume volume;
  volume.geometry =
      regular_geometry({100, 100, slices}, row, column, normal, {1, 1, 4},
                       middle - 49.5 * row - 49.5 * column - (slices - 1) * 2.0 * normal);
  volume.geometry.slice_thickness_mm = 4;
  volume.samples.assign(volume.geometry.voxel_count(), 1);
  ComparedDate stack;
  stack.series = series;
  stack.volume = std::make_shared<const Volume>(std::move(volume));
  stack.texture = static_cast<VolumeId>(series + 1);
  return stack;
}

/// Five discs 35 mm apart, from head to foot as a lumbar spine bends, the third measured twice:
/// 20 pictures.
SessionState five_discs() {
  SessionState s;
  s.row.emplace();
  ComparedDate date = tilted_stack(0, 4, 15, {0, 0, 70});
  date.further = {tilted_stack(1, 3, 8, {0, -4, 35}), tilted_stack(2, 3, 0, {0, -6, 0}),
                  tilted_stack(3, 4, -10, {0, -4, -35}), tilted_stack(4, 3, -25, {0, 3, -70}),
                  tilted_stack(5, 3, 0, {0, -6, 0})};
  date.pose.translation = {3, 2, 1};
  date.alignment.pose = date.pose;
  s.row->row.dates = {std::move(date)};
  s.view.state = home_view(s.row->row);
  return s;
}

/// The series and slice that is seen as it was scanned; empty: none is.
std::optional<std::pair<int, int>> slice_seen(const SessionState& s) {
  const ComparedDate& date = s.row->row.dates[0];
  const dvec3 voxel = inverse(date.volume->geometry.scan_from_voxel)(date.pose(s.view.state.point));
  if (std::abs(voxel.z - std::round(voxel.z)) > 1e-6) return std::nullopt;
  return std::pair{date.series, static_cast<int>(std::lround(voxel.z))};
}

std::set<std::pair<int, int>> seen_while(SessionState& s, const char* line) {
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < 60; ++i) {
    if (const auto slice = slice_seen(s)) seen.insert(*slice);
    REQUIRE(act(s, line));
    show_stacks_at(s.row->row, s.view.state.point);  // as every frame does
  }
  return seen;
}

}  // namespace

TEST_CASE("every_picture_of_every_stack_is_scrolled_through_up_and_down") {
  SessionState s = five_discs();
  seen_while(s, "slice -1");
  CHECK(seen_while(s, "slice 1").size() == 20);
  CHECK(seen_while(s, "slice -1").size() == 20);
}

TEST_CASE("the_stack_nearest_to_what_is_looked_at_is_in_front_with_the_date_s_pose") {
  SessionState s = five_discs();
  ComparedRow& row = s.row->row;
  const RigidPose pose = row.dates[0].pose;
  const dvec3 shift(3, 2, 1);
  for (const auto& [series, z] : {std::pair{4, -70.0}, {1, 35.0}, {3, -36.0}, {0, 90.0}}) {
    show_stacks_at(row, dvec3(0, 0, z) - shift);
    CHECK(row.dates[0].series == series);
    CHECK(row.dates[0].texture == static_cast<VolumeId>(series + 1));
    CHECK(row.dates[0].pose.translation == pose.translation);
    CHECK(row.dates[0].alignment.pose.has_value());
    CHECK(row.dates[0].further.size() == 5);
  }
  // Between two, the one that is there stays.
  show_stacks_at(row, dvec3(0, -4, 52.5) - shift);
  const int there = row.dates[0].series;
  show_stacks_at(row, dvec3(0, -4, 52.5) - shift);
  CHECK(row.dates[0].series == there);
  for (int series = 0; series < 6; ++series) CHECK(stack_of(row, series) != nullptr);
  CHECK(stack_of(row, 6) == nullptr);
}

TEST_CASE("every_stack_gets_a_texture_and_all_go_with_the_row") {
  SessionState s = five_discs();
  s.row->row.dates[0].texture = 0;
  s.row->row.dates[0].further[3].texture = 0;
  const auto waiting = waiting_for_texture(*s.row);
  REQUIRE(waiting.size() == 2);
  CHECK_FALSE(waiting[0].further);
  CHECK(waiting[1].further == 3);
  for (const StackPlace& place : waiting) stack_at(s.row->row, place).texture = 9;
  close_row(s);
  CHECK(s.released.size() == 6);
}

TEST_CASE("dates_have_in_common_what_their_stacks_reach_together") {
  ComparedDate two = tilted_stack(0, 3, 0, {0, 0, 50}), one = tilted_stack(2, 5, 0, {0, 0, 40});
  two.further = {tilted_stack(1, 3, 0, {0, 0, 0})};
  ComparedRow row;
  row.dates = {two, one};
  const CommonRange common = common_to_all_dates(row, {0, 0, 1});
  CHECK(common.least == doctest::Approx(30));  // two: -6 to 6 and 44 to 56; one: 30 to 50
  CHECK(common.greatest == doctest::Approx(50));
  const CommonRange covered = covered_by_all_stacks(row, {0, 0, 1});
  CHECK(covered.least == doctest::Approx(-4));  // the middles of the outermost slices
  CHECK(covered.greatest == doctest::Approx(54));
}

TEST_CASE("of_a_bent_spine_the_stack_comes_to_the_front_that_lies_where_the_bend_leads") {
  ComparedDate date = tilted_stack(0, 3, 0, {0, 0, 50});
  date.further = {tilted_stack(1, 3, 0, {0, 0, 65})};
  for (int z = 90; z >= 10; z -= 10) {
    SpineLevel level;
    level.point = {0.0, 0.0, z};
    level.pose.translation = {0.0, 0.0, 15.0};
    level.verdict.kind = VerdictKind::good;
    date.levels.push_back(level);
  }
  date.bend = bend_of(date.pose, date.levels);
  ComparedRow row;
  row.dates = {date};
  show_stacks_at(row, {0, 0, 50});
  CHECK(row.dates[0].series == 1);
  row.dates[0].pose.translation.x += 1.0;  // moved by hand: the bend holds no longer
  show_stacks_at(row, {0, 0, 50});
  CHECK(row.dates[0].series == 0);
}
