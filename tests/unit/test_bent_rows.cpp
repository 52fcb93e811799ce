// A row with a date whose spine bends: what is drawn and what is said of it.
#include <doctest/doctest.h>

#include "app/row/bent_date.h"
#include "app/row/known_poses.h"
#include "app/row/saved_row_json.h"
#include "app/view/annotation.h"
#include "app/view/focus_view.h"
#include "tests/support/rows.h"

namespace lv {
namespace {

SpineLevel level_shifted(double z, double forward_mm) {
  SpineLevel level;
  level.point = {0.0, 0.0, z};
  level.pose.translation = {0.0, -forward_mm, 0.0};
  level.verdict.kind = VerdictKind::good;
  level.verdict.uncertainty_mm = 0.2;
  return level;
}

/// The second date's spine is shifted forward by 3 mm at its foot and 5 mm at its head.
ComparedRow row_with_a_bend() {
  ComparedRow row = test::three_dates();
  ComparedDate& date = row.dates[1];
  date.state = AlignmentState::settled;
  date.alignment = {date.pose, Method::automatic, {VerdictKind::doubtful, 5.0, 5.0, {"bends"}}};
  for (int z = 90; z >= 10; z -= 10) date.levels.push_back(level_shifted(z, 2.75 + 0.025 * z));
  date.bend = bend_of(date.pose, date.levels);
  return row;
}

const PanePlan pane{{0, 0, 400, 400}, StandardPlane::sagittal, 1.0};

/// The layer of the second date: at position 1 it is the pair's first.
LayerInput drawn(const ComparedRow& row, const ViewState& view) {
  return pane_input(row, view, pane).layers[0];
}

}  // namespace

TEST_CASE("a date that bends is drawn straightened, or as one rigid piece") {
  ComparedRow row = row_with_a_bend();
  ViewState view = home_view(row);
  view.position = 1.0;
  CHECK(drawn(row, view).bend.nodes.size() == 9);
  CHECK(pane_input(row, view, pane).layers[1].bend.empty());  // the third date does not bend
  CHECK(glm::length(scan_point(row.dates[1], view, {0, 0, 50}) - dvec3(0, -4, 50)) < 1e-6);
  view.rigid = true;
  CHECK(drawn(row, view).bend.empty());
  CHECK(glm::length(scan_point(row.dates[1], view, {0, 0, 50}) - dvec3(0, 0, 50)) < 1e-12);
}

TEST_CASE("a bend holds only while the date lies as it did when its levels were found") {
  ComparedRow row = row_with_a_bend();
  const ViewState view = home_view(row);
  const RigidPose found = row.dates[1].pose;
  row.dates[1].pose.translation.x += 0.1;
  CHECK(drawn(row, view).bend.empty());
  CHECK(bend_text(row.dates[1], false).empty());
  row.dates[1].pose = found;
  CHECK_FALSE(drawn(row, view).bend.empty());
}

TEST_CASE("what a focus shows is not bent too") {
  ComparedRow row = row_with_a_bend();
  ViewState view = home_view(row);
  view.position = 1.0;
  row.focus = RowFocus{view.point, 30.0, 0.0, {}};
  row.focus->dates.assign(3, {});
  row.focus->dates[1].state = DateFocus::State::found;
  const auto focused = focus_input(row, view, pane);
  REQUIRE(focused);
  CHECK(focused->layers[0].bend.empty());
}

TEST_CASE("a bend is said with its size, and each level's shift with what is not known of it") {
  ComparedRow row = row_with_a_bend();
  ComparedDate& date = row.dates[1];
  CHECK(chip_text(row, 1) == "bends: lined up level by level within ½ mm in plane");
  CHECK_FALSE(needs_attention(row, 1));
  CHECK(bend_text(date, false) == "straightened by up to 5.0 mm, 0.0°; dimmed: one rigid piece");
  CHECK(bend_text(date, true) == "one rigid piece: levels lie up to 5.0 mm, 0.0° off");
  CHECK(chip_text(row, 1, true) == "check position");
  CHECK(needs_attention(row, 1, true));
  CHECK(level_text(date.levels[8], date.pose) == "3.0 mm, 0.0°, ± 0.2 mm");
  date.levels[4].verdict.kind = VerdictKind::doubtful;
  CHECK(level_text(date.levels[4], date.pose) == "not sure");
  date.bend = bend_of(date.pose, date.levels);
  CHECK(chip_text(row, 1) == "check: lined up level by level, but not everywhere");
  CHECK(needs_attention(row, 1));
  date.levels[4].verdict.kind = VerdictKind::good;
  date.levels[0].verdict.kind = VerdictKind::failed;  // beyond the end of what both dates show
  date.bend = bend_of(date.pose, date.levels);
  CHECK_FALSE(needs_attention(row, 1));
}

TEST_CASE("levels are written where they lie in the pane, if they are wished") {
  const ComparedRow row = row_with_a_bend();
  ViewState view = home_view(row);
  view.position = 1.0;
  view.point = {0, 0, 50};
  CHECK(annotate(row, view, pane, DateStyle::exact).levels.empty());
  view.levels_shown = true;
  const PaneAnnotation said = annotate(row, view, pane, DateStyle::exact);
  REQUIRE(said.levels.size() == 9);
  const auto world_from_pane = pane_input(row, view, pane).world_from_pane;
  const dvec3 place = world_from_pane(dvec3(said.levels[4].place_px, 0.0));
  CHECK(glm::length(place - dvec3(0, 0, 50)) < 1e-6);
  view.point.x = 30.0;  // a cut far from the spine
  CHECK(annotate(row, view, pane, DateStyle::exact).levels.empty());
}

TEST_CASE("the same vertebra marked on both dates confirms the level, another one contradicts it") {
  ComparedRow row = row_with_a_bend();
  row.dates[1].alignment.verdict.overlap = 0.9;
  CHECK(how_text(row, 1) == "automatic, 90\u00a0% overlap, level not confirmed");
  row.dates[row.reference].marked_vertebra = dvec3(0, 0, 50);
  row.dates[1].marked_vertebra = dvec3(0, -4, 52);
  CHECK(how_text(row, 1) == "automatic, 90\u00a0% overlap, level confirmed by hand");
  CHECK_FALSE(needs_attention(row, 1));
  row.dates[1].marked_vertebra = dvec3(0, -4, 84);
  CHECK(chip_text(row, 1) == "check: marked vertebrae lie 34 mm apart");
  CHECK(needs_attention(row, 1));
  CHECK(level_check_text(row, 2).empty());  // a date without levels
}

TEST_CASE(
    "another row of the same visits confirms the levels or contradicts them; marks outweigh it") {
  ComparedRow row = row_with_a_bend();
  ComparedDate& date = row.dates[1];
  date.known_levels = date.levels;
  for (SpineLevel& level : date.known_levels) level.pose.translation.z += 1.0;
  CHECK(level_check_text(row, 1) == "levels agree with another row");
  CHECK_FALSE(needs_attention(row, 1));
  for (SpineLevel& level : date.known_levels) level.pose.translation.z += 33.0;
  CHECK(chip_text(row, 1) == "check: another row has the levels 34 mm away");
  CHECK(needs_attention(row, 1));
  row.dates[row.reference].marked_vertebra = dvec3(0, 0, 50);
  date.marked_vertebra = dvec3(0, -4, 50);
  CHECK(level_check_text(row, 1) == "level confirmed by hand");
  CHECK_FALSE(needs_attention(row, 1));
}

TEST_CASE("of two places that fit almost as well a key shows either, and only marks settle it") {
  ComparedRow row = row_with_a_bend();
  ComparedDate& date = row.dates[1];
  date.rival_levels = date.levels;
  for (SpineLevel& level : date.rival_levels) level.pose.translation.z += 35.0;
  for (auto* levels : {&date.levels, &date.rival_levels}) {
    for (SpineLevel& level : *levels) {
      level.verdict.kind = VerdictKind::doubtful;
      level.verdict.because = {std::string(rival_reason)};
    }
  }
  date.rival_levels[0].verdict.because.push_back("the scans overlap little at this level");
  date.bend = bend_of(date.pose, date.levels);
  CHECK(date.bend.empty());
  CHECK(chip_text(row, 1) == "check: level not confirmed; J shows the other place");
  take_other_place(date);
  CHECK(glm::length(date.pose(dvec3(0, 0, 50)) - dvec3(0, -4, 85)) < 1e-6);
  CHECK(is_bent(date));
  CHECK(date.levels[0].verdict.kind == VerdictKind::doubtful);  // doubted for more than its rival
  CHECK(needs_attention(row, 1));
  take_other_place(date);
  CHECK(glm::length(date.bend(dvec3(0, 0, 50)) - dvec3(0, -4, 50)) < 1e-6);
  row.dates[row.reference].marked_vertebra = dvec3(0, 0, 50);
  date.marked_vertebra = dvec3(0, -4, 51);
  CHECK(level_check_text(row, 1) == "level confirmed by hand");
  CHECK_FALSE(needs_attention(row, 1));
}

TEST_CASE("marked vertebrae are kept with the row and come back") {
  ComparedRow row = row_with_a_bend();
  for (int d = 0; d < 3; ++d) row.dates[static_cast<std::size_t>(d)].key = {"1.2", d};
  ComparedRow again = row;
  for (ComparedDate& date : row.dates) date.state = AlignmentState::settled;
  CHECK_FALSE(has_work(row));
  row.dates[row.reference].marked_vertebra = dvec3(0, 0, 50);
  row.dates[1].marked_vertebra = dvec3(0.1, -4, 52);
  CHECK(has_work(row));
  restore(again, row_from(row_json(saved(row))));
  CHECK(level_check_text(again, 1) == "level confirmed by hand");
  CHECK(again.dates[1].marked_vertebra == dvec3(0.1, -4, 52));
  CHECK_FALSE(again.dates[2].marked_vertebra.has_value());
}

TEST_CASE("a focus on a bent spine starts from where the level there lies") {
  const ComparedRow row = row_with_a_bend();
  CHECK(pose_near(row.dates[1], {10, 0, 88}).translation.y == doctest::Approx(-5.0));
  CHECK(pose_near(row.dates[1], {200, 0, 88}).translation.y == 0.0);
  CHECK(pose_near(row.dates[2], {0, 0, 50}).translation == row.dates[2].pose.translation);
}

TEST_CASE("the levels of one row are known to another of the same frames, either way round") {
  ComparedRow row = row_with_a_bend();
  test::settle_in_frames(row);
  row.dates[2].levels = row.dates[1].levels;
  for (SpineLevel& level : row.dates[2].levels) level.pose.translation.x = 7.0;
  row.dates[1].levels[8].verdict.kind = VerdictKind::doubtful;
  row.dates[2].levels[0].verdict.kind = VerdictKind::failed;
  REQUIRE(row.reference == 0);
  KnownPoses known;
  known.remember(row);
  const auto there = known.levels_between("frame 0", "frame 1");
  REQUIRE(there.size() == 8);
  CHECK(glm::length(there[0].pose(dvec3(0, 0, 90)) - dvec3(0, -5, 90)) < 1e-9);
  const auto back = known.levels_between("frame 1", "frame 0");
  REQUIRE(back.size() == 8);
  CHECK(glm::length(back[0].point - dvec3(0, -5, 90)) < 1e-9);
  CHECK(glm::length(back[0].pose(back[0].point) - dvec3(0, 0, 90)) < 1e-9);
  const auto across = known.levels_between("frame 1", "frame 2");
  REQUIRE(across.size() == 7);  // those that are good on both
  CHECK(glm::length(across[0].pose(across[0].point) - across[0].point - dvec3(7, 0, 0)) < 1e-9);
  CHECK(known.levels_between("frame 0", "elsewhere").empty());
  CHECK(known.between("frame 0", "frame 1").has_value());  // where a search may begin
}

TEST_CASE("a row confirms neither itself nor the row that has guided it") {
  ComparedRow row = row_with_a_bend();
  row.name = "Lumbar spine · T2 · sagittal";
  test::settle_in_frames(row);
  KnownPoses known;
  known.remember(row);
  take_known(row, known);  // the same row, opened again
  CHECK(level_check_text(row, 1) == "level not confirmed");
  ComparedRow axial = row;
  axial.name = "Lumbar spine · T2 · axial";
  take_known(axial, known);
  CHECK(level_check_text(axial, 1) == "levels agree with another row");
  axial.dates[1].levels_guided = true;
  CHECK(level_check_text(axial, 1) == "level as another row has it, not confirmed");
  KnownPoses of_axial;
  of_axial.remember(axial);
  take_known(row, of_axial);
  CHECK(level_check_text(row, 1) == "level not confirmed");
}

}  // namespace lv
