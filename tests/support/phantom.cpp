#include "tests/support/phantom.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace lv::test {
namespace {

/// Centre and half axes in mm, greys of T1 and T2; later ones lie in front of earlier ones.
struct Ellipsoid {
  dvec3 centre, axes;
  double t1, t2;
};

constexpr double white_t1 = 1000.0, white_t2 = 500.0;

const std::vector<Ellipsoid>& head() {
  static const std::vector<Ellipsoid> shapes = {
      {{0, 0, 0}, {78, 95, 88}, 1200, 900},  // scalp: fat
      {{0, 0, 0}, {73, 90, 83}, 60, 60},     // skull
      {{0, 0, 0}, {69, 86, 79}, 250, 1900},  // fluid
      {{0, 0, 0}, {66, 83, 76}, 700, 800},   // grey matter
      {{3, -2, 2}, {53, 68, 60}, white_t1, white_t2},
      {{-10, -5, 8}, {7, 28, 9}, 250, 1900},  // ventricles, the left one larger
      {{9, -3, 10}, {5, 22, 7}, 250, 1900},
      {{-22, -20, 0}, {9, 12, 8}, 720, 780},  // deep grey
      {{24, -16, 4}, {8, 13, 9}, 720, 780},
      {{0, 55, -38}, {30, 22, 18}, 680, 820},  // cerebellum
      {{30, 30, 35}, {6, 9, 5}, 600, 1400},
      {{-35, 20, 20}, {4, 4, 7}, 620, 1300},
      {{12, -50, 25}, {10, 6, 6}, 720, 780},
      {{-28, -82, -20}, {12, 11, 11}, 200, 1950},  // eyes
      {{28, -84, -20}, {12, 11, 11}, 200, 1950},
      {{5, -30, -45}, {14, 14, 18}, 640, 700},
  };
  return shapes;
}

/// Cortex: folds where grey and white meet, different on both sides.
double folds(const dvec3& p) {
  return 9.0 * std::sin(p.x / 7.0 + 0.5) * std::sin(p.y / 8.0 + 0.01 * p.x + 1.0) *
         std::sin(p.z / 6.0 + 0.02 * p.x);
}

double grey_at(const dvec3& p, Contrast contrast) {
  double grey = 0.0;
  for (std::size_t i = 0; i < head().size(); ++i) {
    const Ellipsoid& e = head()[i];
    const dvec3 q = (p - e.centre) / e.axes;
    const double least_axis = std::min({e.axes.x, e.axes.y, e.axes.z});
    double depth_mm = (1.0 - glm::length(q)) * least_axis;
    if (i == 4) depth_mm += folds(p);
    const double inside = std::clamp(0.5 + depth_mm / 1.5, 0.0, 1.0);  // soft over 1.5 mm
    grey += inside * ((contrast == Contrast::t1 ? e.t1 : e.t2) - grey);
  }
  return grey;
}

}  // namespace

VolumePtr scan_phantom(const PhantomScan& scan) {
  const Geometry& geometry = scan.geometry;
  const RigidPose head_from_scan = inverse(scan.scan_from_head);
  std::mt19937_64 random(scan.seed);
  const double white = scan.contrast == Contrast::t1 ? white_t1 : white_t2;
  std::normal_distribution<double> noise(0.0, std::max(1e-9, scan.noise * white));
  constexpr int layers = 4;  // of a slice
  const dvec3 layer = geometry.axes()[2] * (geometry.thickness_mm() / layers);
  auto volume = std::make_shared<Volume>();
  volume->geometry = geometry;
  volume->samples.reserve(geometry.voxel_count());
  const ivec3 size = geometry.size;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j) {
      for (int i = 0; i < size.x; ++i) {
        const dvec3 centre = geometry.scan_from_voxel(
            {static_cast<double>(i), static_cast<double>(j), geometry.coordinate_of_slice(k)});
        double sum = 0.0;
        for (int l = 0; l < layers; ++l) {
          const dvec3 p = head_from_scan(centre + layer * (l - (layers - 1) / 2.0));
          sum += grey_at(p / scan.size, scan.contrast);
        }
        const dvec3 p = head_from_scan(centre) / 90.0;
        const double bias = 1.0 + scan.bias * (p.x - 0.6 * p.y * p.y + 0.4 * p.z);
        const double grey = std::hypot(sum / layers * bias + noise(random), noise(random));
        volume->samples.push_back(static_cast<std::uint16_t>(std::clamp(grey, 0.0, 65535.0)));
      }
    }
  }
  return volume;
}

namespace {

Geometry stack(const dvec3& rows, const dvec3& columns, const dvec3& slices, const dvec3& spacing,
               const dvec3& extent) {
  const ivec3 size(extent / spacing);
  const dvec3 half = 0.5 * spacing * dvec3(size - 1);
  Geometry geometry = regular_geometry(size, rows, columns, slices, spacing,
                                       -(half.x * rows + half.y * columns + half.z * slices));
  geometry.slice_thickness_mm = spacing.z * 5.0 / 6.0;
  return geometry;
}

}  // namespace

Geometry axial_stack(double across_mm, double slices_mm, double margin_mm) {
  return stack({1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {across_mm, across_mm, slices_mm},
               dvec3(158, 192, 178) + 2.0 * margin_mm);
}

PhantomPair phantom_pair(double across_mm, double slices_mm) {
  const Geometry stack = axial_stack(across_mm, slices_mm);
  const RigidPose moved{rotation_from_vector({0.1, -0.05, 0.08}), {6, -9, 12}};
  return {{stack, {}, Contrast::t1, 0.03, 0.02, 1.0, 1},
          {stack, moved, Contrast::t2, 0.03, 0.02, 1.0, 2}};
}

Geometry sagittal_stack(double across_mm, double slices_mm, double margin_mm) {
  return stack({0, 1, 0}, {0, 0, -1}, {-1, 0, 0}, {across_mm, across_mm, slices_mm},
               dvec3(192, 178, 158) + 2.0 * margin_mm);
}

double brain_error_mm(const RigidPose& found, const PhantomScan& fixed, const PhantomScan& moving) {
  const RigidPose truth = moving.scan_from_head * inverse(fixed.scan_from_head);
  std::vector<dvec3> points;
  for (double z = -60; z <= 60; z += 20) {
    for (double y = -70; y <= 70; y += 20) {
      for (double x = -55; x <= 55; x += 20) points.push_back(fixed.scan_from_head({x, y, z}));
    }
  }
  return mean_distance_mm(found, truth, points);
}

}  // namespace lv::test
