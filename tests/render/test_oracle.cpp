// Rendered pixels against the formula. On a software device (float weights) within float rounding,
// that is at most one grey level where a value lies at a rounding border. A graphics card filters
// with 8-bit weights, each off by at most 1/512: with samples that differ by less than 1,200 from
// one voxel to the next, a trilinear value is off by less than 3 * 1200 / 512 < 7.1.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "engine/render/plane.h"
#include "tests/render/oracle.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

/// Values of 7 to 4087 that change by at most 876 from one voxel to the next.
VolumePtr wavy_volume(Geometry geometry, std::mt19937& random) {
  std::uniform_real_distribution<double> phase(0, 6.28);
  const double a = phase(random), b = phase(random), c = phase(random);
  Volume volume;
  for (int k = 0; k < geometry.size.z; ++k) {
    for (int j = 0; j < geometry.size.y; ++j) {
      for (int i = 0; i < geometry.size.x; ++i) {
        const double wave = std::sin(1.3 * i + a) + std::sin(1.2 * j + b) + std::sin(1.4 * k + c);
        volume.samples.push_back(static_cast<std::uint16_t>(2047 + 680 * wave));
      }
    }
  }
  volume.geometry = std::move(geometry);
  volume.scale = 0.5;
  volume.offset = -100;
  return std::make_shared<const Volume>(std::move(volume));
}

double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}

dquat random_rotation(std::mt19937& random) {
  std::normal_distribution<double> normal;
  return glm::normalize(dquat(normal(random), normal(random), normal(random), normal(random)));
}

dmat4 rigid(const dquat& rotation, const dvec3& translation) {
  dmat4 matrix = glm::mat4_cast(rotation);
  matrix[3] = dvec4(translation, 1);
  return matrix;
}

enum class Slices { even, uneven, one };

/// Some 100 mm wide, around the origin, turned at random; thick slices.
Geometry random_geometry(std::mt19937& random, Slices slices) {
  const ivec3 size(40 + static_cast<int>(random() % 40), 30 + static_cast<int>(random() % 50),
                   slices == Slices::one ? 1 : 12 + static_cast<int>(random() % 9));
  const dvec3 spacing(uniform(random, 1, 2.5), uniform(random, 1, 2.5), uniform(random, 4, 8));
  const dmat3 axes = glm::mat3_cast(random_rotation(random));
  Geometry geometry = regular_geometry(size, axes[0], axes[1], axes[2], spacing, dvec3(0));
  geometry.slice_thickness_mm = spacing.z * uniform(random, 0.5, 1.1);
  if (slices == Slices::uneven) {
    for (int k = 0; k < size.z; ++k) {
      const double step = k % 5 == 4 ? 3.3 : uniform(random, 0.8, 1.3);  // every fifth gap is wide
      geometry.slice_coordinates.push_back(k == 0 ? 0 : geometry.slice_coordinates.back() + step);
    }
  }
  geometry.scan_from_voxel.matrix[3] -= dvec4(geometry.centre(), 0);
  return geometry;
}

LayerInput random_layer(std::mt19937& random, VolumeId id) {
  LayerInput layer{.volume = id};
  layer.scan_from_world.matrix =
      rigid(random_rotation(random), dvec3(uniform(random, -9, 9), uniform(random, -9, 9), 4));
  layer.window = {uniform(random, 600, 1200), uniform(random, 300, 2000)};
  return layer;
}

PaneInput random_pane(std::mt19937& random, const RectPx& rect) {
  PaneInput pane{.rect_px = rect};
  const dmat3 axes = glm::mat3_cast(random_rotation(random));
  const PlaneView view{
      {axes[0], axes[1]},
      {uniform(random, -15, 15), uniform(random, -15, 15), uniform(random, -15, 15)},
      uniform(random, 0.2, 0.9)};
  pane.world_from_pane = world_from_pane(view, rect.extent());
  return pane;
}

/// A renderer and what it was given.
struct Bench {
  TestRenderer renderer;
  std::map<VolumeId, VolumePtr> volumes;
  std::mt19937 random;

  explicit Bench(unsigned seed, VolumeTexture::Format format = VolumeTexture::Format::best)
      : renderer(format), random(seed) {}
  VolumeId add(Slices slices = Slices::even) {
    const VolumePtr volume = wavy_volume(random_geometry(random, slices), random);
    const VolumeId id = renderer.add(volume);
    volumes[id] = volume;
    return id;
  }

  /// Draws, and compares with the formula. LONGVIEW_KEEP_PICTURES=1 keeps each picture and states
  /// its figures; else only a failure does.
  void check(const FrameInput& input, const std::string& name,
             std::size_t budget_bytes = std::size_t{1} << 20) {
    double narrowest = 1e9;  // in samples, of which `scale` make a value
    for (const PaneInput& pane : input.panes) {
      for (const LayerInput& layer : pane.layers) {
        if (layer.volume) narrowest = std::min(narrowest, layer.window.width / 0.5);
      }
    }
    const int bound =
        renderer.gpu.software() ? 1 : std::max(1, static_cast<int>(7.1 * 255 / narrowest) + 1);
    const OraclePicture expected = draw_by_formula(input, volumes);
    const Picture actual = renderer.draw(input, budget_bytes);
    const PictureDifference difference =
        compare(actual, expected.picture, bound, name, expected.counts);
    INFO(name, ": most ", difference.most, ", equal ", difference.equal_share(), ", counted ",
         expected.counted_share());
    CHECK(difference.most <= bound);
    if (renderer.gpu.software()) CHECK(difference.equal_share() > 0.995);
    CHECK(expected.counted_share() > 0.98);
    if (std::getenv("LONGVIEW_KEEP_PICTURES")) {
      keep(actual, name);
      MESSAGE(name, ": most ", difference.most, ", equal ", difference.equal_share(), ", counted ",
              expected.counted_share());
    }
  }
};

}  // namespace

TEST_CASE("one_scan_is_drawn_as_the_formula_says_in_any_pose") {
  Bench bench(1);
  const VolumeId id = bench.add();
  for (int n = 0; n < 4; ++n) {
    FrameInput input{.size_px = {211, 157}};
    input.panes = {random_pane(bench.random, {0, 0, 211, 157})};
    input.panes[0].layers[0] = random_layer(bench.random, id);
    bench.check(input, "one-scan-" + std::to_string(n));
  }
}

TEST_CASE("two_scans_are_crossfaded_after_windowing") {
  Bench bench(2);
  const VolumeId first = bench.add(), second = bench.add();
  for (const float mixture : {0.0F, 0.3F, 0.5F, 1.0F}) {
    FrameInput input{.size_px = {160, 120}};
    input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
    input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    input.panes[0].mixture = mixture;
    bench.check(input, "crossfade-" + std::to_string(static_cast<int>(100 * mixture)));
  }
}

TEST_CASE("slices_at_uneven_places_are_drawn_where_they_are_and_gaps_are_hatched") {
  Bench bench(3);
  const VolumeId first = bench.add(Slices::uneven), second = bench.add(Slices::uneven);
  for (const bool nearest : {false, true}) {
    FrameInput input{.size_px = {160, 120}};
    input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
    input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    for (LayerInput& layer : input.panes[0].layers) layer.nearest_slice = nearest;
    input.panes[0].mixture = 0.4F;
    bench.check(input, nearest ? "uneven-nearest" : "uneven");
  }
}

TEST_CASE("a_single_slice_is_as_thick_as_it_says_and_no_more") {
  Bench bench(8);
  const VolumeId one = bench.add(Slices::one), stack = bench.add();
  FrameInput input{.size_px = {160, 120}};
  input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
  input.panes[0].layers = {random_layer(bench.random, one), random_layer(bench.random, stack)};
  input.panes[0].mixture = 0.3F;
  bench.check(input, "single-slice");
}

TEST_CASE("difference_swipe_and_inversion_follow_their_formulas") {
  Bench bench(4);
  const VolumeId first = bench.add(), second = bench.add(Slices::uneven);
  const auto draw = [&](Blend blend, bool inverted, const std::string& name) {
    FrameInput input{.size_px = {173, 121}, .content_scale = 2.0F};
    PaneInput pane = random_pane(bench.random, {7, 5, 150, 101});
    pane.layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    pane.blend = blend;
    pane.mixture = 0.25F;
    pane.seam_px = 70.0F;
    pane.inverted = inverted;
    input.panes = {pane};
    bench.check(input, name);
  };
  draw(Blend::difference, false, "difference");
  draw(Blend::difference, true, "difference-inverted");
  draw(Blend::swipe, false, "swipe");
  draw(Blend::swipe, true, "swipe-inverted");
  draw(Blend::crossfade, true, "crossfade-inverted");
}

TEST_CASE("a_contrast_curve_comes_before_the_window") {
  Bench bench(9);
  const VolumeId first = bench.add(), second = bench.add();
  for (const Blend blend : {Blend::crossfade, Blend::difference}) {
    FrameInput input{.size_px = {160, 120}};
    input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
    input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    input.panes[0].layers[1].window = input.panes[0].layers[0].window = {800, 900};
    // Values are -96 to 1943: some lie beyond either outer knot.
    input.panes[0].layers[1].curve =
        ContrastCurve{{dvec2(50, 100), dvec2(200, 150), dvec2(420, 600), dvec2(700, 600),
                       dvec2(900, 850), dvec2(1100, 1200), dvec2(1200, 1250), dvec2(1500, 1300)}};
    input.panes[0].blend = blend;
    input.panes[0].mixture = 0.6F;
    bench.check(input, blend == Blend::crossfade ? "curve" : "curve-difference");
  }
}

TEST_CASE("a_sharper_scan_is_averaged_along_a_line_as_far_as_it_was_scanned") {
  Bench bench(10);
  const VolumeId first = bench.add(), second = bench.add(Slices::uneven);
  for (const double length_mm : {2.0, 6.0, 9.0}) {
    FrameInput input{.size_px = {160, 120}};
    input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
    input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    for (LayerInput& layer : input.panes[0].layers) {
      layer.averaged_mm = glm::mat3_cast(random_rotation(bench.random))[2] * length_mm;
    }
    input.panes[0].mixture = 0.5F;
    bench.check(input, "averaged-" + std::to_string(static_cast<int>(length_mm)));
  }
}

TEST_CASE("a_sharper_scan_is_averaged_over_the_coarser_one_s_pixels_too_where_that_is_asked") {
  Bench bench(14);
  const VolumeId first = bench.add(), second = bench.add();
  for (const bool slab : {false, true}) {
    FrameInput input{.size_px = {160, 120}};
    input.panes = {random_pane(bench.random, {0, 0, 160, 120})};
    input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    for (LayerInput& layer : input.panes[0].layers) {
      const dmat3 axes = glm::mat3_cast(random_rotation(bench.random));
      if (slab) layer.averaged_mm = axes[2] * 2.0;
      layer.averaged_in_plane_mm = {axes[0] * 0.8, axes[1] * 1.3};
    }
    input.panes[0].mixture = 0.5F;
    bench.check(input, slab ? "averaged-box" : "averaged-pixels");
  }
}

TEST_CASE("a_difference_is_coloured_only_beyond_noise_places_and_shading") {
  Bench bench(11);
  const VolumeId first = bench.add(), second = bench.add();
  FrameInput input{.size_px = {160, 120}};
  PaneInput pane = random_pane(bench.random, {0, 0, 160, 120});
  pane.layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
  pane.layers[1].window = pane.layers[0].window;
  pane.blend = Blend::difference;
  pane.doubt.noise = 40;
  pane.doubt.full_change = 300;
  const auto draw = [&](const std::string& name) {
    input.panes = {pane};
    bench.check(input, name);
  };
  draw("doubt-noise");
  pane.doubt.misplaced_mm.fill(0.3F);
  draw("doubt-places");
  pane.doubt.half_slice_mm = {0.5, 1, -1.5};
  draw("doubt-slices");
  pane.layers[1].averaged_mm = {0, 0, 4};
  draw("doubt-slices-averaged");
  pane.layers[1].averaged_mm = {0, 0, 0};
  for (float& darker : pane.doubt.shading.darker) {
    darker = static_cast<float>(uniform(bench.random, -0.5, 0.5));
  }
  pane.doubt.shading_from_world.matrix = dmat4(dmat3(0.04));
  pane.doubt.shading_from_world.matrix[3] = {2, 2, 2, 1};
  draw("doubt-shading");
  for (float& mm : pane.doubt.misplaced_mm) {
    mm = static_cast<float>(uniform(bench.random, 0.0, 5.0));
  }
  draw("doubt-parts");
  pane.doubt.around_mm = 1.4;
  draw("doubt-mean");
}

TEST_CASE("a_plane_that_has_not_moved_looks_the_same_when_it_is_drawn_again") {
  Bench bench(12);
  const VolumeId first = bench.add(), second = bench.add();
  FrameInput input{.size_px = {160, 120}};
  PaneInput pane = random_pane(bench.random, {0, 0, 160, 120});
  pane.layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
  for (const float mixture : {0.0F, 0.5F, 1.0F}) {
    pane.mixture = mixture;
    pane.layers[0].window.width += 100;
    input.panes = {pane};
    bench.check(input, "kept-cut");
  }
  pane.world_from_pane.matrix[3] += dvec4(0.5, 1, 2, 0);
  input.panes = {pane};
  bench.check(input, "moved-cut");
  pane.layers[1].scan_from_world.matrix[3] += dvec4(3, 0, 0, 0);
  input.panes = {pane};
  bench.check(input, "moved-date");
}

/// Places along a curve through the middle that turn and shift by up to 15 degrees and 9 mm.
PolyRigid random_bend(std::mt19937& random) {
  PolyRigid bend;
  const dquat turned = random_rotation(random);
  const auto vector = [&](double most) {
    return dvec3(uniform(random, -most, most), uniform(random, -most, most),
                 uniform(random, -most, most));
  };
  for (int n = -3; n <= 3; ++n) {
    bend.nodes.push_back({turned * dvec3(0.5 * n * n, 0, 11.0 * n),
                          turned * glm::normalize(dvec3(n / 11.0, 0, 1)), vector(0.26), vector(9)});
  }
  return bend;
}

TEST_CASE("bent_dates_are_drawn_as_their_maps_say_and_dimmed_beside") {
  Bench bench(9);
  const VolumeId first = bench.add(), second = bench.add(Slices::uneven);
  for (const Blend blend : {Blend::crossfade, Blend::swipe, Blend::difference, Blend::overlay}) {
    FrameInput input{.size_px = {180, 140}};
    PaneInput pane = random_pane(bench.random, {3, 2, 170, 130});
    pane.layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
    pane.layers[1].bend = random_bend(bench.random);
    if (blend == Blend::swipe) pane.layers[0].bend = random_bend(bench.random);
    pane.blend = blend;
    pane.mixture = 0.5F;
    pane.seam_px = 70.0F;
    pane.beside_bend = 0.45F;
    input.panes = {pane};
    bench.check(input, "bent-" + std::to_string(static_cast<int>(blend)));
  }
}

TEST_CASE("a_device_without_linear_filtering_gives_the_same_picture") {
  Bench bench(6, VolumeTexture::Format::floating);
  const VolumeId first = bench.add(), second = bench.add(Slices::uneven);
  FrameInput input{.size_px = {131, 117}};
  input.panes = {random_pane(bench.random, {0, 0, 131, 117})};
  input.panes[0].layers = {random_layer(bench.random, first), random_layer(bench.random, second)};
  input.panes[0].mixture = 0.5F;
  bench.check(input, "floating");
}

TEST_CASE("a_volume_uploaded_in_small_pieces_is_whole") {
  Bench bench(7);
  const VolumeId id = bench.add();
  FrameInput input{.size_px = {131, 117}};
  input.panes = {random_pane(bench.random, {0, 0, 131, 117})};
  input.panes[0].layers[0] = random_layer(bench.random, id);
  bench.check(input, "small-pieces", 5000);  // some thirty rows a frame, across slices
}

TEST_CASE("panes_keep_to_their_rectangles_also_at_the_frame_s_edge") {
  Bench bench(5);
  const VolumeId id = bench.add();
  FrameInput input{.size_px = {319, 201}};
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 5; ++column) {
      const RectPx rect{-13 + 67 * column, -9 + 53 * row, 61, 47};
      PaneInput pane = random_pane(bench.random, rect);
      if ((row + column) % 4 != 3) pane.layers[0] = random_layer(bench.random, id);
      if ((row + column) % 4 == 2) pane.layers[1] = random_layer(bench.random, id);
      pane.mixture = 0.5F;
      input.panes.push_back(pane);
    }
  }
  input.panes.push_back(random_pane(bench.random, {400, 10, 50, 50}));  // nothing of it is seen
  bench.check(input, "many-panes");
}
