// What is written over a pane stands beside the body where it can.
#include <doctest/doctest.h>

#include "app/draw/free_place.h"
#include "app/view/annotation.h"
#include "app/view/body_shape.h"
#include "tests/support/rows.h"

using namespace lv;
using lv::ui::Box;
using lv::ui::FreePlaces;

TEST_CASE("the_outline_of_places_is_convex_and_holds_them_all") {
  const std::vector<dvec2> outline =
      convex_outline({{0, 0}, {4, 0}, {2, 1}, {4, 4}, {0, 4}, {2, 0}, {1, 3}});
  CHECK(outline == std::vector<dvec2>{{0, 0}, {4, 0}, {4, 4}, {0, 4}});
  CHECK(convex_outline({{1, 1}, {2, 2}}).empty());
}

TEST_CASE("a_strip_is_on_the_body_where_they_share_a_place") {
  // A square on its corner, in a pane whose corner lies at 100, 50.
  const FreePlaces places({100, 50, 300, 250},
                          convex_outline({{100, 0}, {200, 100}, {100, 200}, {0, 100}}));
  CHECK(places.on_body({190, 140, 210, 160}));      // in its middle
  CHECK(places.on_body({100, 60, 300, 80}));        // across a corner of it
  CHECK_FALSE(places.on_body({100, 50, 140, 80}));  // beside it, in the corner of the pane
  CHECK(places.on_body({100, 50, 170, 90}));        // as long, but lower
  CHECK_FALSE(FreePlaces({0, 0, 9, 9}, {}).on_body({1, 1, 2, 2}));
}

TEST_CASE("of_places_the_first_that_covers_nothing_is_best_then_one_that_covers_no_text") {
  FreePlaces places({0, 0, 100, 100}, convex_outline({{20, 20}, {80, 20}, {80, 80}, {20, 80}}));
  const Box body{40, 40, 50, 50}, corner{0, 0, 10, 10}, other_corner{90, 90, 99, 99};
  CHECK(places.best({body, corner, other_corner}).left == corner.left);
  places.take(corner);
  CHECK(places.best({body, corner, other_corner}).left == other_corner.left);
  CHECK(places.best({corner, body}).left == body.left);
  places.take(body);
  CHECK(places.best({corner, body}).left == corner.left);
}

TEST_CASE("the_body_s_outline_in_a_pane_is_where_its_points_are_drawn") {
  ComparedRow row = lv::test::three_dates();
  row.dates[0].outline = {{-30, -40, 50}, {30, -40, 50}, {30, 40, 50}, {-30, 40, 20}, {0, 0, 90}};
  const ViewState view = home_view(row);
  const PanePlan plan{{7, 9, 400, 300}, StandardPlane::axial, 0};
  const PaneAnnotation annotation = annotate(row, view, plan, DateStyle::exact);
  REQUIRE(annotation.body_px.size() == 4);
  const auto world_from_pane = pane_input(row, view, plan).world_from_pane;
  for (const dvec2& place : annotation.body_px) {
    const dvec3 world = world_from_pane(dvec3(place, 0));
    CHECK(std::abs(world.x) == doctest::Approx(30));
    CHECK(std::abs(world.y) == doctest::Approx(40));
  }
  row.dates[0].outline.clear();
  CHECK(annotate(row, view, plan, DateStyle::exact).body_px.empty());
}
