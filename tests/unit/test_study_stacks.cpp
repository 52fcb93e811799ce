// Pictures of a series into volumes: order, gaps, repeats, stacks, echoes.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "engine/study/stack.h"
#include "engine/study/trust.h"
#include "tests/support/headers.h"

using namespace lv;
using lv::test::all_of;
using lv::test::pictures_of;
using lv::test::SeriesTable;

namespace {

Stack only_stack(const std::vector<Picture>& pictures) {
  const auto groups = split_series(all_of(pictures));
  REQUIRE(groups.size() == 1);
  return arrange(groups.front());
}

bool says(const Stack& stack, const std::string& words) {
  return std::ranges::any_of(
      stack.findings, [&](const std::string& f) { return f.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("slices are ordered by place, whatever their order and numbers") {
  SeriesTable table;
  table.row = {0, 1, 0};
  table.column = {0, 0, -1};  // sagittal; the normal points to the patient's right
  auto pictures = pictures_of(table);
  std::shuffle(pictures.begin(), pictures.end(), std::mt19937(1));
  const Stack stack = only_stack(pictures);
  CHECK(stack.geometry.size == ivec3(256, 256, 20));
  CHECK(*stack.spacing_mm == doctest::Approx(5.0));
  CHECK(stack.geometry.regular());
  CHECK(stack.findings.empty());
  // normal = row x column = (-1, 0, 0): slice k lies at x = -115 - 5 k.
  const dvec3 last = stack.geometry.scan_from_voxel({0, 0, 19});
  CHECK(last.x == doctest::Approx(-115.0 - 5 * 19));
  CHECK(stack.pictures.back()->instance_number == 20);
}

TEST_CASE("a lost slice is said with its number and the distance elsewhere") {
  auto pictures = pictures_of(SeriesTable{.slices = 24, .spacing_mm = 6.5});
  pictures.erase(pictures.begin() + 16);
  const Stack stack = only_stack(pictures);
  CHECK(says(stack, "slice 17 of 24 is missing; 6.5 mm apart elsewhere"));
  CHECK(*stack.spacing_mm == doctest::Approx(6.5));
  REQUIRE(stack.geometry.slice_coordinates.size() == 23);
  CHECK(stack.geometry.slice_coordinates[16] == doctest::Approx(17.0));
}

TEST_CASE("lost slices are counted from the end where the instance numbers begin") {
  auto pictures = pictures_of(SeriesTable{.slices = 24});
  for (Picture& p : pictures) p.instance_number = 25 - p.instance_number;
  pictures.erase(pictures.begin() + 2, pictures.begin() + 4);  // now numbered 22 and 21
  CHECK(says(only_stack(pictures), "slices 21 and 22 of 24 are missing"));
}

TEST_CASE("positions rounded to a tenth of a millimetre are still even") {
  auto pictures = pictures_of(SeriesTable{.slices = 20, .spacing_mm = 7.04});
  for (Picture& p : pictures) p.plane->position = glm::round(p.plane->position * 10.0) / 10.0;
  const Stack stack = only_stack(pictures);
  CHECK(stack.geometry.regular());
  CHECK(*stack.spacing_mm == doctest::Approx(7.04).epsilon(0.002));
}

TEST_CASE("irregular slices keep their true places") {
  auto pictures = pictures_of(SeriesTable{.slices = 5});
  const double places[] = {0, 4, 9.5, 12, 20.2};
  for (int i = 0; i < 5; ++i) pictures[static_cast<std::size_t>(i)].plane->position.z = places[i];
  const Stack stack = arrange(all_of(pictures));
  CHECK_FALSE(stack.spacing_mm.has_value());
  CHECK(says(stack, "not evenly spaced"));
  for (int k = 0; k < 5; ++k) {
    const dvec3 point =
        stack.geometry.scan_from_voxel({0, 0, stack.geometry.coordinate_of_slice(k)});
    CHECK(point.z == doctest::Approx(places[k]));
  }
}

TEST_CASE("of a slice that is there twice the later one is used") {
  auto pictures = pictures_of(SeriesTable{});
  Picture again = pictures[7];
  again.sop_uid += ".again";
  again.instance_number = 21;
  pictures.push_back(again);
  const Stack stack = only_stack(pictures);
  CHECK(stack.pictures.size() == 20);
  CHECK(stack.pictures[7]->instance_number == 21);
  CHECK(stack.surplus.size() == 1);
  CHECK(says(stack, "1 slice is there twice; the later one is used"));
}

TEST_CASE("stacks of discs, each tilted in its own way, are volumes of their own") {
  std::vector<Picture> pictures;
  for (int disc = 0; disc < 5; ++disc) {
    const double tilt = radians_from_degrees(5.0 * disc - 10);
    SeriesTable table{.slices = 3 + disc % 2, .spacing_mm = 4.5};
    table.column = {0, std::cos(tilt), std::sin(tilt)};
    table.origin.z = 35.0 * disc;
    for (const Picture& p : pictures_of(table)) pictures.push_back(p);
  }
  const auto groups = split_series(all_of(pictures));
  CHECK(groups.size() == 5);
}

TEST_CASE("parallel stacks side by side are volumes of their own, lost slices are not") {
  auto pictures = pictures_of(SeriesTable{.slices = 4, .spacing_mm = 4.5});
  for (const Picture& p :
       pictures_of(SeriesTable{.slices = 4, .spacing_mm = 4.5, .origin = {-115, -100, -15}})) {
    pictures.push_back(p);
  }
  CHECK(split_series(all_of(pictures)).size() == 2);
}

TEST_CASE("echoes, b-values and times at the same places are volumes of their own") {
  const auto doubled = [](void (*change)(Picture&)) {
    auto pictures = pictures_of(SeriesTable{});
    for (Picture p : pictures_of(SeriesTable{})) {
      p.sop_uid += ".second";
      p.instance_number += 20;
      change(p);
      pictures.push_back(p);
    }
    const auto groups = split_series(all_of(pictures));
    return groups.size() == 2 && groups[0].size() == 20 && groups[1].size() == 20;
  };
  CHECK(doubled([](Picture& p) { p.echo_time = 20; }));
  CHECK(doubled([](Picture& p) { p.b_value = 1000.0F; }));
  CHECK(doubled([](Picture& p) { p.temporal_position = 2; }));
  CHECK(doubled([](Picture& p) { p.component = Component::phase; }));
  CHECK(doubled([](Picture&) {}));  // told apart by their numbers alone
}

TEST_CASE("sheared stacks and pictures without place have no geometry, and say why") {
  auto tilted = pictures_of(SeriesTable{});
  for (std::size_t i = 0; i < tilted.size(); ++i) tilted[i].plane->position.y += 1.7 * double(i);
  CHECK(arrange(all_of(tilted)).flat_reason.find("shifted sideways by 1.7 mm") !=
        std::string::npos);

  const auto reason = [](void (*spoil)(Picture&)) {
    auto pictures = pictures_of(SeriesTable{});
    for (Picture& p : pictures) spoil(p);
    const auto groups = split_series(all_of(pictures));
    REQUIRE(groups.size() == 1);
    return arrange(groups.front()).flat_reason;
  };
  CHECK(reason([](Picture& p) { p.plane.reset(); }) == "it has no position or orientation");
  CHECK(reason([](Picture& p) {
          p.plane->column_direction = p.plane->row_direction;
        }).starts_with("its orientation makes no sense"));
  CHECK(reason([](Picture& p) { p.pixel_spacing_mm = dvec2(0.0); }).starts_with("it has no pixel"));
  CHECK(reason([](Picture& p) {
          p.pixel_spacing_mm = dvec2(1e6);
        }).starts_with("its pixel spacing makes no sense"));
  CHECK(reason([](Picture& p) {
          p.plane->position.x = std::nan("");
        }).starts_with("its position makes no sense"));
}

TEST_CASE("one slice has no spacing") {
  const Stack stack = only_stack(pictures_of(SeriesTable{.slices = 1}));
  CHECK_FALSE(stack.spacing_mm.has_value());
  CHECK(stack.geometry.size.z == 1);
}

TEST_CASE("what the header says about places is weighed line by line") {
  auto pictures = pictures_of(SeriesTable{.spacing_mm = 6, .thickness_mm = 5});
  for (Picture& p : pictures) {
    p.spacing_between_mm = 1;
    p.slice_location = -(p.plane->position.z);
  }
  const auto lines = trust_in_places(build_matrix(pictures, {}, {}).series.front());
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "position: used; slices 6.0 mm apart");
  CHECK(lines[1] ==
        "SpacingBetweenSlices 1.0 mm: not used; it is the gap between slices, not their distance");
  CHECK(lines[2] == "SliceThickness 5.0 mm: nominal; 1.0 mm between slices was not scanned");
  CHECK(lines[3] == "SliceLocation 50.0 to -64.0 mm: agrees with the positions; never used");
  pictures[3].slice_location = 0;
  const auto off = trust_in_places(build_matrix(pictures, {}, {}).series.front());
  CHECK(off[3] == "SliceLocation 50.0 to -64.0 mm: up to 32.0 mm off the positions; never used");
}
