// A bright point of the patient appears where a radiologist expects it, however it was acquired.
#include <doctest/doctest.h>

#include "engine/render/plane.h"
#include "tests/support/gpu.h"

using namespace lv;
using namespace lv::test;

namespace {

// 30 mm to the left, 20 mm to the front and 10 mm to the head of the middle.
const dvec3 point(30, -20, 10);

/// 2 mm voxels around the patient's middle, rows and columns running along the given directions,
/// all dark but the one at `point`.
VolumePtr scan_with_point(const dvec3& row, const dvec3& column) {
  const dvec3 normal = glm::cross(row, column);
  const ivec3 size(51, 51, 51);
  Volume volume;
  volume.geometry = regular_geometry(size, row, column, normal, {2, 2, 2},
                                     -50.0 * row - 50.0 * column - 50.0 * normal);
  volume.samples.assign(volume.geometry.voxel_count(), 0);
  const ivec3 voxel(glm::round(inverse(volume.geometry.scan_from_voxel)(point)));
  volume.samples[static_cast<std::size_t>(voxel.x + 51 * (voxel.y + 51 * voxel.z))] = 1000;
  return std::make_shared<const Volume>(std::move(volume));
}

ivec2 brightest(const Picture& picture) {
  ivec2 place(0);
  for (int y = 0; y < picture.extent.height; ++y) {
    for (int x = 0; x < picture.extent.width; ++x) {
      if (picture.at(x, y)[0] > picture.at(place.x, place.y)[0]) place = {x, y};
    }
  }
  CHECK(picture.at(place.x, place.y)[0] == 255);
  return place;
}

/// Where `point` is seen in a plane through it, 1 mm per pixel, the patient's middle in the middle
/// of 101 × 81 pixels, that is in the middle of pixel (50, 40).
ivec2 seen_in(StandardPlane plane, const VolumePtr& scan) {
  TestRenderer renderer;
  const PlaneAxes axes = standard_axes(plane);
  FrameInput input{.size_px = {101, 81}};
  PaneInput pane{.rect_px = {0, 0, 101, 81}};
  const dvec3 centre = glm::dot(point, axes.away()) * axes.away();
  pane.world_from_pane = world_from_pane({axes, centre, 1.0}, input.size_px);
  pane.layers[0] = {.volume = renderer.add(scan), .scan_from_world = {}, .window = {500, 1000}};
  input.panes = {pane};
  return brightest(renderer.draw(input));
}

}  // namespace

TEST_CASE("a_point_of_the_patient_is_seen_on_the_radiological_side") {
  struct Acquisition {
    const char* name;
    dvec3 row, column;
  };
  const std::vector<Acquisition> acquisitions = {
      {"axial, supine", {1, 0, 0}, {0, 1, 0}},      {"axial, prone", {-1, 0, 0}, {0, -1, 0}},
      {"axial, feet first", {-1, 0, 0}, {0, 1, 0}}, {"sagittal", {0, 1, 0}, {0, 0, -1}},
      {"coronal", {1, 0, 0}, {0, 0, -1}},
  };
  for (const Acquisition& acquisition : acquisitions) {
    CAPTURE(acquisition.name);
    const VolumePtr scan = scan_with_point(acquisition.row, acquisition.column);
    CHECK(seen_in(StandardPlane::axial, scan) == ivec2(50 + 30, 40 - 20));     // right, front up
    CHECK(seen_in(StandardPlane::coronal, scan) == ivec2(50 + 30, 40 - 10));   // right, head up
    CHECK(seen_in(StandardPlane::sagittal, scan) == ivec2(50 - 20, 40 - 10));  // nose left
  }
}
