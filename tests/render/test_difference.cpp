// The difference of two dates, as it is drawn: what has not changed stays grey, what has changed is
// coloured. Pairs whose truth is known are made of one real scan: the second date is the same head
// on another grid, in another position, through another scanner's curve, with other noise.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "app/row/equal_contrast.h"
#include "app/view/view_state.h"
#include "engine/registration/body_outline.h"
#include "engine/volume/nifti.h"
#include "engine/volume/resample.h"
#include "tests/support/data.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

const RigidPose moved{rotation_from_vector({0.06, -0.04, 0.08}), {4, -6, 5}};

/// A change of the head itself: what lies within the radius is multiplied.
struct Change {
  dvec3 place{0.0};  ///< Scan of the first date
  double radius_mm = 0, factor = 1;
};

struct Scanner {
  dvec3 spacing_mm;
  double noise = 0;    ///< of the mean of what is not air
  double shading = 0;  ///< +- across the head
};

/// The stack of another scanner about the moved head, which has changed, each slice the mean over
/// its thickness.
Volume rescanned(const Volume& head, const Scanner& scanner, const Change& change) {
  const dvec3 extent = head.geometry.spacing_mm() * dvec3(head.geometry.size);
  const ivec3 size(extent / scanner.spacing_mm);
  const dmat3 axes = head.geometry.axes();
  const dvec3 half = 0.5 * scanner.spacing_mm * dvec3(size - 1);
  Geometry geometry = regular_geometry(size, axes[0], axes[1], axes[2], scanner.spacing_mm,
                                       moved(head.geometry.centre()) - axes * half);
  geometry.slice_thickness_mm = scanner.spacing_mm.z;
  constexpr int layers = 5;
  std::vector<double> sums(geometry.voxel_count());
  for (int l = 0; l < layers; ++l) {
    Geometry layer = geometry;
    const double along = scanner.spacing_mm.z * ((l + 0.5) / layers - 0.5);
    layer.scan_from_voxel.matrix[3] += dvec4(axes[2] * along, 0);
    const Volume drawn = resample(head, layer, scan_from_world(inverse(moved)));
    const auto head_from_voxel =
        scan_from_world(inverse(moved)) * Affine<World, Voxel>{layer.scan_from_voxel.matrix};
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const auto n = static_cast<int>(i);
      const dvec3 voxel(n % size.x, n / size.x % size.y, n / size.x / size.y);
      const bool changed = glm::length(head_from_voxel(voxel) - change.place) < change.radius_mm;
      sums[i] += (changed ? change.factor : 1.0) * drawn.samples[i] / double(layers);
    }
  }
  double mean = 0, count = 0;
  for (const double value : sums) {
    if (value > 0) mean += value, ++count;
  }
  mean /= count;
  std::mt19937_64 random(7);
  std::normal_distribution<double> noise(0.0, scanner.noise * mean);
  Volume volume;
  volume.geometry = geometry;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto x = static_cast<double>(i % static_cast<std::size_t>(size.x)) / size.x - 0.5;
    const double shaded = sums[i] * (1 + 2 * scanner.shading * x);
    const double curved = 1.7 * 1000 * std::pow(shaded / 1000, 0.9);
    volume.samples.push_back(static_cast<std::uint16_t>(
        std::clamp(std::hypot(curved + 1.7 * noise(random), 1.7 * noise(random)), 0.0, 65535.0)));
  }
  return volume;
}

ComparedDate date_of(Volume volume, VolumeId texture) {
  ComparedDate date;
  date.volume = std::make_shared<const Volume>(std::move(volume));
  date.window = default_window(*date.volume);
  date.outline = body_outline(date.volume);
  date.texture = texture;
  date.state = AlignmentState::settled;
  return date;
}

constexpr int width = 440, height = 520;

struct Coloured {
  double share = 0;   ///< of the pixels that show the head
  double inside = 0;  ///< of those within the change
};

/// Draws the difference on `slices` planes through the change (or the middle).
Coloured draw(TestRenderer& renderer, const Volume& head, const Scanner& scanner,
              const Change& change = {}, bool matched = true) {
  ComparedRow row;
  row.dates = {date_of(head, 1), date_of(rescanned(head, scanner, change), 2)};
  for (ComparedDate& date : row.dates) date.texture = renderer.add(date.volume);
  row.dates[1].pose = moved;
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
