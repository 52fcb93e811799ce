#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "app/demo/demo.h"
#include "app/demo/head_form.h"
#include "app/demo/noise.h"
#include "app/demo/phantom.h"
#include "app/demo/scanner.h"
#include "app/demo/truth.h"
#include "engine/core/parallel.h"

using namespace lv;
using namespace lv::demo;
namespace fs = std::filesystem;

namespace {

/// Numbers 0..1 that are always the same.
class Random {
 public:
  double operator()() { return static_cast<double>(mix(++state_) >> 11) * 0x1p-53; }
  dvec3 in_box(const dvec3& low, const dvec3& high) {
    const double x = (*this)(), y = (*this)(), z = (*this)();
    return low + dvec3(x, y, z) * (high - low);
  }

 private:
  std::uint64_t state_ = 0;
};

SignalTable only(Tissue tissue) {
  SignalTable signals{};
  signals[static_cast<std::size_t>(tissue)] = 1;
  return signals;
}

/// One slice of a scene that is scanned in its own frame.
std::vector<double> slice_of(const Scene& scene, const Geometry& geometry, int slice,
                             const SignalTable& signals) {
  return integrate_slice(scene, {}, geometry, slice, {&signals, 1})[0];
}

/// 5 mm slices 6 mm apart of 1.5 mm pixels, turned 20 degrees about x.
Geometry thick_slices() {
  const double c = std::cos(radians_from_degrees(20)), s = std::sin(radians_from_degrees(20));
  Geometry geometry =
      regular_geometry({40, 40, 7}, {1, 0, 0}, {0, c, s}, {0, -s, c}, {1.5, 1.5, 6},
                       dvec3(-29.25, 0, 0) - dvec3(0, c, s) * 29.25 - dvec3(0, -s, c) * 18.0);
  geometry.slice_thickness_mm = 5;
  return geometry;
}

Tissue painted(const Scene& scene, const dvec3& point) {
  for (auto shape = scene.shapes().rbegin(); shape != scene.shapes().rend(); ++shape) {
    const Tissue tissue = shape->tissue_at(point);
    if (tissue != Tissue::none) return tissue;
  }
  return Tissue::air;
}

const StudyPlan& study(char letter) {
  for (const StudyPlan& plan : studies()) {
    if (plan.letter == letter) return plan;
  }
  FAIL("no such study");
  return studies().front();
}

/// An empty folder that is gone at the end.
struct Scratch {
  fs::path path = fs::temp_directory_path() / ("longview-demo-" + std::to_string(::getpid()));
  Scratch() { fs::create_directories(path); }
  ~Scratch() { fs::remove_all(path); }
};

std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), folder).generic_string()] = {
        std::istreambuf_iterator<char>(stream), {}};
  }
  return files;
}

bool small_localizer(const StudyPlan& plan, const SeriesPlan& series) {
  return plan.letter == 'G' && series.match_group.empty();
}

}  // namespace

TEST_CASE("a_ball_in_thick_slices_has_the_volume_of_its_slabs") {
  // Between heights a and b a ball of radius r holds pi (r^2 (b - a) - (b^3 - a^3) / 3).
  constexpr double r = 14.3;
  Scene scene;
  scene.add(Solid{Tissue::fluid, dvec3(0), dvec3(r)});
  const Geometry geometry = thick_slices();
  for (int slice = 0; slice < geometry.size.z; ++slice) {
    double sum = 0;
    for (const double value : slice_of(scene, geometry, slice, only(Tissue::fluid))) sum += value;
    const double middle = 6.0 * (slice - 3);
    const double a = std::clamp(middle - 2.5, -r, r), b = std::clamp(middle + 2.5, -r, r);
    const double expected = pi * (r * r * (b - a) - (b * b * b - a * a * a) / 3);
    // Some 200 voxels on the edge, each at most 1/8 off, at random: 1 part in 100 of the largest.
    CHECK(std::abs(sum * 1.5 * 1.5 * 5 - expected) < 30);
  }
}

TEST_CASE("an_edge_in_a_thick_slice_is_as_bright_as_the_part_of_the_voxel_behind_it") {
  // The plane z = 0.37 y of the slices' own frame. Where it leaves the slab only through top and
  // bottom, a voxel holds 1/2 - height / thickness of what lies above it.
  const Geometry geometry = [] {
    Geometry g = regular_geometry({24, 24, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 5},
                                  {-11.5, -11.5, 0});
    g.slice_thickness_mm = 5;
    return g;
  }();
  Scene scene;
  scene.add({dvec3(0),
             1000,
             [](const dvec3& p) { return p.z > 0.37 * p.y ? Tissue::fluid : Tissue::none; },
             {}});
  const auto values = slice_of(scene, geometry, 0, only(Tissue::fluid));
  for (std::size_t row = 0; row < 24; ++row) {
    const double height = 0.37 * (static_cast<double>(row) - 11.5);
    if (std::abs(height) + 0.37 / 2 > 2.5) continue;
    double mean = 0;
    for (std::size_t column = 0; column < 24; ++column) {
      const double value = values[row * 24 + column];
      CHECK(std::abs(value - (0.5 - height / 5)) < 2.0 / 8);  // two of eight samples
      mean += value / 24;
    }
    CHECK(std::abs(mean - (0.5 - height / 5)) < 4 * 0.07 / std::sqrt(24));  // four standard errors
  }
}

TEST_CASE("distances_change_no_faster_than_they_promise") {
  const auto distances = [](const dvec3& p) {
    return std::array{cerebrum_hull(p), cerebellum_hull(p), cavity(p),
                      skin(p),          below_tentorium(p), callosum_edge(p)};
  };
  Random random;
  for (int i = 0; i < 20000; ++i) {
    const dvec3 p = random.in_box({-110, -130, -150}, {110, 130, 115});
    const dvec3 step = random.in_box(dvec3(-4), dvec3(4));
    const auto here = distances(p), there = distances(p + step);
    for (std::size_t d = 0; d < here.size(); ++d) {
      const double deepest = d == 0 && std::abs(p.x) < 32 ? -36 : d == 5 ? -20 : -10;
      const double change =
          std::clamp(here[d], deepest, 20.0) - std::clamp(there[d], deepest, 20.0);
      CAPTURE(d);
      REQUIRE(std::abs(change) <= steepest * glm::length(step) + 1e-9);
    }
  }
}

TEST_CASE("leaving_out_what_is_far_never_changes_a_tissue") {
  Random random;
  const auto check = [&](const Scene& scene, const dvec3& low, const dvec3& high) {
    for (int i = 0; i < 12000; ++i) {
      const dvec3 centre = random.in_box(low, high);
      const double radius = 1 + 6 * random() * random();
      const LocalScene around(scene, centre, 2 * radius), local(around, centre, radius);
      for (int point = 0; point < 3; ++point) {
        const dvec3 step = random.in_box(dvec3(-1), dvec3(1));
        const dvec3 place = centre + step * (radius / std::max(1.0, glm::length(step)));
        const Tissue found = local.tissue_at(place), expected = painted(scene, place);
        REQUIRE(found == expected);
      }
    }
  };
  check(study('C').scene(), {-100, -125, -150}, {100, 125, 115});
  check(study('C').scene(), {-35, -45, -30}, {35, 75, 45});  // the middle has most shapes
  check(study('H').scene(), {-60, -60, -150}, {60, 110, 140});
}

TEST_CASE("weightings_order_the_tissues_as_on_real_pictures") {
  using enum Tissue;
  const Sequence t1{Sequence::Kind::spin_echo, 500, 12, 0, 90};
  const Sequence t2{Sequence::Kind::spin_echo, 4200, 100, 0, 90};
  const Sequence flair{Sequence::Kind::inversion_recovery, 8500, 110, 2390, 90};
  Sequence after = t1;
  after.contrast_agent = true;
  const auto falls = [](const Sequence& s, std::initializer_list<Tissue> order) {
    double last = 2;
    for (const Tissue tissue : order) {
      const double value = signal(tissue, s);
      if (value > 0.93 * last) return false;
      last = value;
    }
    return true;
  };
  CHECK(falls(t1, {fat, white_matter, grey_matter, fluid, cortical_bone}));
  CHECK(falls(t2, {fluid, spot, grey_matter, white_matter, muscle, cortical_bone}));
  CHECK(falls(flair, {spot, grey_matter, white_matter, fluid}));
  CHECK(signal(fluid, flair) < 0.02);  // TI = T1 (ln 2 - ln(1 + exp(-TR / T1))) nulls it
  for (const Tissue tissue : {vein, mucosa, plexus}) {
    CHECK(signal(tissue, after) > 1.5 * signal(tissue, t1));
  }
  CHECK(signal(white_matter, after) < 1.05 * signal(white_matter, t1));
}

TEST_CASE("a_spoiled_gradient_echo_is_brightest_at_the_ernst_angle") {
  Sequence s{Sequence::Kind::gradient_echo, 30, 4, 0, 0};
  const double ernst = std::acos(std::exp(-30.0 / 4200));  // fluid at 1.5 T
  const auto at_angle = [&](double angle) {
    s.flip_deg = degrees_from_radians(angle);
    return signal(Tissue::fluid, s);
  };
  CHECK(at_angle(ernst) > at_angle(ernst * 0.9));
  CHECK(at_angle(ernst) > at_angle(ernst * 1.1));
}

TEST_CASE("noise_has_the_gradient_that_differences_show") {
  Random random;
  for (int i = 0; i < 200; ++i) {
    const dvec3 p = random.in_box(dvec3(-20), dvec3(20));
    const NoiseValue noise = gradient_noise(p);
    for (int axis = 0; axis < 3; ++axis) {
      dvec3 step(0);
      step[axis] = 1e-5;
      const double slope = (gradient_noise(p + step).value - gradient_noise(p - step).value) / 2e-5;
      CHECK(std::abs(slope - noise.gradient[axis]) < 1e-6);
    }
  }
}

TEST_CASE("empty_space_has_rayleigh_noise_and_tissue_the_mean_of_rice") {
  const Geometry geometry =
      regular_geometry({200, 200, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 5}, {0, 0, 0});
  const Receiver receiver{{}, 1000, 40};
  const auto mean_of = [&](double signal) {
    const std::vector<double> values(40000, signal);
    double sum = 0;
    for (const std::uint16_t stored : receive(values, geometry, 0, receiver, 99)) sum += stored;
    return sum / 40000;
  };
  // Gudbjartsson and Patz 1995: sigma sqrt(pi / 2) without signal, sqrt(A^2 + sigma^2) with much.
  // 40000 numbers of standard deviation 26 and 40: four standard errors are 0.5 and 0.8.
  CHECK(std::abs(mean_of(0) - 40 * std::sqrt(pi / 2)) <
        0.5 + 0.2);  // the noise is not quite normal
  CHECK(std::abs(mean_of(0.6) - std::sqrt(600.0 * 600 + 40 * 40)) < 0.8);
}

TEST_CASE("bright_places_lie_in_white_matter_at_every_date") {
  for (const StudyPlan& plan : studies()) {
    if (plan.region != Region::head) continue;
    StudyPlan bare = plan;
    bare.head.spot_radius = {};
    const Phantom with(plan), without(bare);
    for (std::size_t i = 0; i < spot_count; ++i) {
      const dvec3 place = plan.scan_from_anatomy()(spot_places[i]);
      CHECK(without.tissue_at(place) == Tissue::white_matter);
      CHECK((with.tissue_at(place) == Tissue::spot) == (plan.head.spot_radius[i] > 0));
    }
  }
}

TEST_CASE("left_and_right_differ_where_the_tables_say") {
  using enum Tissue;
  const Scene scene = study('A').scene();
  struct Place {
    dvec3 place;
    Tissue tissue;
  };
  const Place places[] = {{{24, 65, 8}, fluid},      // only the left horn reaches so far back
                          {{-24, -72, -9}, air},     // the right frontal sinus is wide
                          {{33, -46, -78}, mucosa},  // a fold in the left maxillary sinus
                          {{-44, 69, -21}, vein}};   // the right transverse sinus is wide
  for (const auto& [place, tissue] : places) {
    CHECK(painted(scene, place) == tissue);
    CHECK(painted(scene, place * dvec3(-1, 1, 1)) != tissue);
  }
}

TEST_CASE("landmarks_have_one_tissue_at_all_dates") {
  for (const Region region : {Region::head, Region::lumbar}) {
    for (const Landmark& mark : landmarks(region)) {
      std::set<Tissue> found;
      for (const StudyPlan& plan : studies()) {
        if (plan.region != region) continue;
        found.insert(Phantom(plan).tissue_at(plan.scan_from_anatomy()(mark.place)));
      }
      CAPTURE(mark.name);
      CHECK(found.size() == 1);
      CHECK(found.count(Tissue::air) == 0);
    }
  }
}

TEST_CASE("identifiers_are_valid_unique_and_fixed") {
  std::set<std::string> seen;
  for (const StudyPlan& plan : studies()) {
    seen.insert(study_uid(plan));
    for (const SeriesPlan& series : plan.series) seen.insert(series_uid(plan, series));
  }
  CHECK(seen.size() == 8 + 37);
  for (const std::string& text : seen) {  // PS3.5 9.1 and B.2
    CHECK(text.size() <= 64);
    CHECK(text.substr(0, 5) == "2.25.");
    CHECK(text.find_first_not_of("0123456789", 5) == std::string::npos);
    CHECK(text[5] != '0');
  }
}

TEST_CASE("the_same_bytes_are_written_by_any_number_of_threads") {
  const Scratch scratch;
  set_thread_count(1);
  REQUIRE(write_demo(scratch.path / "one", {}, small_localizer).ok());
  set_thread_count(3);
  REQUIRE(write_demo(scratch.path / "three", {}, small_localizer).ok());
  set_thread_count(0);
  const auto one = contents(scratch.path / "one");
  CHECK(one.size() == 9 + 1 + 6);  // pictures, truth.json, maps
  CHECK(one == contents(scratch.path / "three"));
}

TEST_CASE("a_stopped_demo_leaves_nothing_behind") {
  const Scratch scratch;
  std::stop_source source;
  const Progress progress{[&](double, std::string_view) { source.request_stop(); },
                          source.get_token()};
  const Result<void> written = write_demo(scratch.path / "demo", progress, small_localizer);
  REQUIRE_FALSE(written.ok());
  CHECK(written.error().code == ErrorCode::cancelled);
  CHECK(fs::is_empty(scratch.path));
}

TEST_CASE("a_folder_with_content_is_refused_and_kept") {
  const Scratch scratch;
  std::ofstream(scratch.path / "mine.txt") << "mine";
  const Result<void> written = write_demo(scratch.path, {}, small_localizer);
  REQUIRE_FALSE(written.ok());
  CHECK(written.error().code == ErrorCode::unwritable);
  CHECK(written.error().what.find("content") != std::string::npos);
  CHECK(contents(scratch.path).size() == 1);
}
