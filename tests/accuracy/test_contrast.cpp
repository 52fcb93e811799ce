// Equalised contrast: what scanners differ in goes, what the person differs in stays. Exact truth
// on an invented head whose second scan goes through a known curve and has a known change in it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "engine/contrast/fit.h"
#include "tests/support/phantom.h"

using namespace lv;
using namespace lv::test;

namespace {

/// Another scanner: brighter, and bent.
double other_scanner(double value) {
  return 90 + 2.3 * 1200 * std::pow(std::max(0.0, value) / 1200, 0.75);
}

/// A clean scan as another scanner would have made it, with all values within `radius_mm` of a
/// place of the head multiplied by `factor` before.
VolumePtr rescanned(const PhantomScan& scan, const Volume& clean, const dvec3& place,
                    double radius_mm, double factor) {
  Volume volume = clean;
  const RigidPose head_from_scan = inverse(scan.scan_from_head);
  const ivec3 size = volume.geometry.size;
  std::size_t i = 0;
  for (int k = 0; k < size.z; ++k) {
    for (int y = 0; y < size.y; ++y) {
      for (int x = 0; x < size.x; ++x, ++i) {
        const dvec3 at = head_from_scan(
            volume.geometry.scan_from_voxel({x, y, volume.geometry.coordinate_of_slice(k)}));
        const bool changed = glm::length(at - place) < radius_mm;
        const double value = volume.samples[i] * (changed ? factor : 1.0);
        volume.samples[i] = static_cast<std::uint16_t>(std::lround(other_scanner(value)));
      }
    }
  }
  return std::make_shared<const Volume>(std::move(volume));
}

/// Of what was changed, the share that the curve leaves: mean over the changed voxels well inside
/// of the value that the reference would show, less what it would show unchanged, over the truth.
struct Kept {
  double share = 0;
  double voxels = 0;  ///< changed, of all that is not air
};
Kept kept(const PhantomScan& scan, const Volume& clean, const Volume& moving,
          const ContrastCurve& curve, const dvec3& place, double radius_mm, double factor) {
  const RigidPose head_from_scan = inverse(scan.scan_from_head);
  const ivec3 size = moving.geometry.size;
  double shown = 0, truth = 0;
  std::size_t i = 0, changed = 0, tissue = 0;
  for (int k = 0; k < size.z; ++k) {
    for (int y = 0; y < size.y; ++y) {
      for (int x = 0; x < size.x; ++x, ++i) {
        tissue += clean.samples[i] > 200;
        const dvec3 at = head_from_scan(
            moving.geometry.scan_from_voxel({x, y, moving.geometry.coordinate_of_slice(k)}));
        if (glm::length(at - place) >= radius_mm) continue;
        ++changed;
        shown += curve(moving.samples[i]) - clean.samples[i];
        truth += (factor - 1) * clean.samples[i];
      }
    }
  }
  return {shown / truth, static_cast<double>(changed) / static_cast<double>(tissue)};
}

}  // namespace

TEST_CASE("a_change_in_one_voxel_of_a_hundred_survives_equalised_contrast") {
  const PhantomScan reference{axial_stack(1.5, 3), {}, Contrast::t1, 0.0, 0.03, 1.0, 1};
  const RigidPose moved{rotation_from_vector({0.1, -0.05, 0.08}), {6, -9, 12}};
  const PhantomScan later{axial_stack(1.2, 4), moved, Contrast::t1, 0.0, 0.03, 1.0, 2};
  const VolumePtr first = scan_phantom(reference), clean = scan_phantom(later);
  // Some 2,500 ml are not air: a ball of this radius is 1 % of them.
  constexpr double radius_mm = 18.2;
  struct Case {
    dvec3 place;  ///< white matter, deep grey matter, cerebellum
    double factor;
  };
  // Darker than any tissue but fluid the curve is a straight line to air, which a bent scanner does
  // not follow: a change to there is not among these.
  for (const auto& [place, factor] :
       {Case{{-30, 25, 18}, 1.3}, Case{{-30, 25, 18}, 0.7}, Case{{24, -16, 4}, 1.3},
        Case{{24, -16, 4}, 0.7}, Case{{0, 55, -38}, 1.3}}) {
    const VolumePtr second = rescanned(later, *clean, place, radius_mm, factor);
    const auto fit = fit_contrast(*first, *second, scan_from_world(moved));
    REQUIRE(fit);
    const Kept result = kept(later, *clean, *second, fit->curve, place, radius_mm, factor);
    MESSAGE("kept ", result.share, " of a change by ", factor, " in ", 100 * result.voxels, " %");
    CHECK(result.voxels > 0.009);
    CHECK(result.share >= 0.95);
    CHECK(result.share <= 1.1);
  }
}

TEST_CASE("greys_that_have_nothing_to_do_with_each_other_are_left_alone") {
  const VolumePtr first = scan_phantom({axial_stack(2, 4), {}, Contrast::t1, 0.0, 0.02, 1.0, 1});
  Volume second = *first;
  std::uint64_t state = 1;
  for (std::uint16_t& sample : second.samples) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    sample = static_cast<std::uint16_t>(500 + (state >> 55U));
  }
  CHECK_FALSE(fit_contrast(*first, second, {}));
  CHECK(fit_contrast(*first, *first, {}));
}
