// The difference of two dates, as it is drawn: what has not changed stays grey, what has changed is
// coloured. Pairs whose truth is known are made of one real scan: the second date is the same head
// on another grid, in another position, through another scanner's curve, with other noise.
#include <doctest/doctest.h>

#include <algorithm>

#include "app/view/view_state.h"
#include "engine/volume/nifti.h"
#include "tests/render/scanned_again.h"
#include "tests/support/data.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

constexpr int width = 440, height = 520;

struct Coloured {
  double share = 0;   ///< of the pixels that show the head
  double inside = 0;  ///< of those within the change
};

/// Draws the difference on `slices` planes through the change (or the middle).
Coloured draw(TestRenderer& renderer, const Volume& head, const Scanner& scanner,
              const Change& change = {}, bool matched = true) {
  ComparedRow row;
  row.dates = {date_of(head), date_of(rescanned(head, scanner, {change}))};
  for (ComparedDate& date : row.dates) date.texture = renderer.add(date.volume);
  row.dates[1].pose = again_from_head;
  row.dates[1].alignment.verdict = {VerdictKind::good, 0.3, 1.0, {}};
  for (const ContrastTask& task : contrast_tasks(row)) {
    take_contrast(row, task.date, task.fit());
  }
  REQUIRE(row.dates[1].contrast);
  const ContrastFit& fit = *row.dates[1].contrast;
  MESSAGE("noise ", fit.matched.noise / row.dates[0].window.width, " of the window, blur ",
          fit.matched.blur_mm, " mm, bend ", fit.bend / row.dates[0].window.width);
  ViewState view = home_view(row);
  view.look = Look::difference;
  view.position = 0.5;
  view.matched = matched;
  if (change.radius_mm > 0) view.point = change.place;
  const PanePlan plan{{0, 0, width, height}, own_plane, 0.5};
  double head_pixels = 0, coloured = 0, changed = 0, changed_coloured = 0;
  for (const double shift_mm :
       change.radius_mm > 0 ? std::vector{0.0} : std::vector{-21.0, 3.0, 24.0}) {
    ViewState there = view;
    there.point += native_axes(row).away() * shift_mm;
    const PaneInput pane = pane_input(row, there, plan);
    FrameInput input{.size_px = plan.rect_px.extent()};
    input.panes = {pane};
    const test::Picture picture = renderer.draw(input, std::size_t{8} << 20);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const std::uint8_t* rgb = &picture.rgba[4 * static_cast<std::size_t>(x + width * y)];
        const auto [least, most] = std::minmax({rgb[0], rgb[1], rgb[2]});
        const bool colour = most - least > 8;
        if (most > 30) ++head_pixels, coloured += colour;
        const dvec3 world = pane.world_from_pane({x + 0.5, y + 0.5, 0});
        if (glm::length(world - change.place) < change.radius_mm) {
          ++changed, changed_coloured += colour;
        }
      }
    }
    keep(picture, "difference-" + std::to_string(static_cast<int>(100 * scanner.noise)) + "-" +
                      std::to_string(static_cast<int>(100 * scanner.shading)) + "-" +
                      std::to_string(static_cast<int>(change.radius_mm)) + "-" +
                      std::to_string(static_cast<int>(shift_mm)));
  }
  return {coloured / head_pixels, changed > 0 ? changed_coloured / changed : 0};
}

}  // namespace

TEST_CASE(
    "the_difference_of_a_real_head_that_has_not_changed_stays_grey_and_a_change_is_coloured") {
  if (!data_is_here("longitudinal")) return;
  TestRenderer renderer;
  for (const std::string name : {"study2_FLAIR", "study1_T1W"}) {  // slices of 3 mm
    const auto read =
        read_nifti(data_folder() / "longitudinal/open_ms_patient01/raw" / (name + ".nii.gz"));
    REQUIRE(read);
    const Volume& head = **read;
    for (const Scanner& scanner : {Scanner{{0.9, 0.9, 3}, 0.02}, Scanner{{0.8, 0.8, 5}, 0.04}}) {
      const Coloured none = draw(renderer, head, scanner);
      MESSAGE(name, ", not changed, ", scanner.spacing_mm.z, " mm slices: ", 100 * none.share,
              " % coloured");
      CHECK(none.share <= 0.01);
    }
    const Coloured sharp = draw(renderer, head, {{0.8, 0.8, 5}, 0.02}, {}, false);
    MESSAGE(name, ", not changed, full sharpness: ", 100 * sharp.share, " % coloured");
    CHECK(sharp.share <= 0.01);
    const Coloured shaded = draw(renderer, head, {{0.9, 0.9, 3}, 0.02, 0.25});
    MESSAGE(name, ", shaded by 25 %: ", 100 * shaded.share, " % coloured");
    CHECK(shaded.share <= 0.03);
    const dvec3 place = head.geometry.centre() + head.geometry.axes()[0] * 22.0;
    const Coloured small = draw(renderer, head, {{0.9, 0.9, 3}, 0.02}, {place, 2.0, 1.25});
    const Coloured large = draw(renderer, head, {{0.8, 0.8, 5}, 0.02}, {place, 3.0, 1.25});
    MESSAGE(name, ", a change by 25 %: ", 100 * small.inside, " % of 4 mm, ", 100 * large.inside,
            " % of 6 mm coloured");
    CHECK(small.inside > 0.2);
    CHECK(large.inside > 0.2);
  }
}
