#include "tests/render/oracle.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lv::test {
namespace {

// Voxels. Positions reach 100 voxels here; float rounding of the map is below 1e-4 of one.
constexpr double doubt = 5e-4;

struct Sight {
  std::optional<double> grey;  // empty: not scanned
  bool certain = true;
};

/// The two slices that enclose a place, and how far it is from the first to the second.
struct Between {
  int below, above;
  double fraction;
};

Between slices_around(const Geometry& geometry, double place) {
  const int last = geometry.size.z - 1;
  int below = 0;
  while (below < last - 1 && geometry.coordinate_of_slice(below + 1) <= place) ++below;
  const int above = std::min(below + 1, last);
  const double low = geometry.coordinate_of_slice(below),
               high = geometry.coordinate_of_slice(above);
  return {below, above, high > low ? std::clamp((place - low) / (high - low), 0.0, 1.0) : 0.0};
}

double in_plane_value(const Volume& volume, double column, double row, int slice) {
  const ivec3 size = volume.geometry.size;
  const auto sample = [&](int i, int j) {
    return volume.value(
        volume.sample(std::clamp(i, 0, size.x - 1), std::clamp(j, 0, size.y - 1), slice));
  };
  const int i = static_cast<int>(std::floor(column)), j = static_cast<int>(std::floor(row));
  const double fi = column - i, fj = row - j;
  return (1 - fj) * ((1 - fi) * sample(i, j) + fi * sample(i + 1, j)) +
         fj * ((1 - fi) * sample(i, j + 1) + fi * sample(i + 1, j + 1));
}

/// How far inside (positive) or outside a place is of what was scanned along the normal, voxels.
double depth_along_normal(const Geometry& geometry, double place, const Between& slices) {
  const double half = geometry.thickness_mm() / geometry.spacing_mm().z / 2;
  const double low = geometry.coordinate_of_slice(slices.below);
  const double high = geometry.coordinate_of_slice(slices.above);
  const double inside_slab =
      std::min(place - (geometry.coordinate_of_slice(0) - half),
               geometry.coordinate_of_slice(geometry.size.z - 1) + half - place);
  if (high - low <= 2 * (2 * half)) return inside_slab;
  const double from_nearest = std::min(std::abs(place - low), std::abs(place - high));
  return std::min(inside_slab, half - from_nearest);
}

Sight look(const Volume& volume, const LayerInput& layer, const dvec3& world) {
  const Geometry& geometry = volume.geometry;
  const dvec3 voxel = inverse(geometry.scan_from_voxel)(layer.scan_from_world(layer.bend(world)));
  const Between slices = slices_around(geometry, voxel.z);
  const double depth =
      std::min({voxel.x + 0.5, geometry.size.x - 0.5 - voxel.x, voxel.y + 0.5,
                geometry.size.y - 0.5 - voxel.y, depth_along_normal(geometry, voxel.z, slices)});
  Sight sight{.grey = std::nullopt, .certain = std::abs(depth) > doubt};
  if (depth < 0) return sight;
  double fraction = slices.fraction;
  if (layer.nearest_slice) {
    sight.certain = sight.certain && std::abs(fraction - 0.5) > doubt;
    fraction = fraction < 0.5 ? 0 : 1;
  }
  const double value = (1 - fraction) * in_plane_value(volume, voxel.x, voxel.y, slices.below) +
                       fraction * in_plane_value(volume, voxel.x, voxel.y, slices.above);
  const double black = layer.window.level - layer.window.width / 2;
  sight.grey = std::clamp((value - black) / layer.window.width, 0.0, 1.0);
  return sight;
}

// The look of what was not scanned: diagonal stripes, a third of the period wide.
double hatching(int x, int y, const FrameInput& input, double stripe, double ground) {
  const int period = std::max(3, static_cast<int>(std::lround(16 * input.content_scale)));
  return 3 * ((x + y) % period) < period ? stripe : ground;
}

double joined(const Sight& first, const Sight& second, double mixture, int x, int y,
              const FrameInput& input) {
  if (first.grey && second.grey) return (1 - mixture) * *first.grey + mixture * *second.grey;
  const double hatch = hatching(x, y, input, 0.16, 0.08);
  if (!first.grey && !second.grey) return hatch;
  const double missing = first.grey ? mixture : 1 - mixture;  // weight of the one that is not there
  const double cover = hatching(x, y, input, 1 - (1 - missing) * (1 - missing), missing * missing);
  return (1 - cover) * (first.grey ? *first.grey : *second.grey) + cover * hatch;
}

dvec3 difference_colour(double change) {
  const dvec3 full = change < 0 ? dvec3(0.10, 0.45, 1.00) : dvec3(1.00, 0.55, 0.10);
  return (1 - std::abs(change)) * dvec3(0.5) + std::abs(change) * full;
}

dvec3 pane_colour(const PaneInput& pane, Sight first, Sight second, int x, int y,
                  const FrameInput& input) {
  if (pane.blend == Blend::difference) {
    if (!first.grey || !second.grey) return dvec3(hatching(x, y, input, 0.16, 0.08));
    return difference_colour(*second.grey - *first.grey);
  }
  for (Sight* sight : {&first, &second}) {
    if (pane.inverted && sight->grey) sight->grey = 1 - *sight->grey;
  }
  const bool right_of_seam = x + 0.5 >= double{pane.seam_px};
  const double mixture = pane.blend == Blend::swipe ? right_of_seam : double{pane.mixture};
  return dvec3(joined(first, second, mixture, x, y, input));
}

void put(OraclePicture& result, int x, int y, const dvec3& colour, bool certain) {
  const auto pixel =
      static_cast<std::size_t>(y) * static_cast<std::size_t>(result.picture.extent.width) +
      static_cast<std::size_t>(x);
  for (int c = 0; c < 3; ++c) {
    result.picture.rgba[4 * pixel + static_cast<std::size_t>(c)] =
        static_cast<std::uint8_t>(std::lround(255 * colour[c]));
  }
  result.counts[pixel] = certain;
}

void draw_pane(OraclePicture& result, const FrameInput& input, const PaneInput& pane,
               const std::map<VolumeId, VolumePtr>& volumes) {
  const bool any = pane.layers[0].volume != 0 || pane.layers[1].volume != 0;
  for (int y = 0; y < pane.rect_px.height; ++y) {
    for (int x = 0; x < pane.rect_px.width; ++x) {
      const int frame_x = pane.rect_px.x + x, frame_y = pane.rect_px.y + y;
      if (frame_x < 0 || frame_y < 0 || frame_x >= input.size_px.width ||
          frame_y >= input.size_px.height) {
        continue;
      }
      const dvec3 world = pane.world_from_pane({x + 0.5, y + 0.5, 0});
      std::array<Sight, 2> sights;
      double bent = 1.0;  // how far the bends hold here
      for (std::size_t l = 0; l < 2; ++l) {
        if (pane.layers[l].volume == 0) continue;
        sights[l] = look(*volumes.at(pane.layers[l].volume), pane.layers[l], world);
        const PolyRigid& bend = pane.layers[l].bend;
        if (!bend.empty()) bent = std::min(bent, bend.strength(world));
      }
      const double brightness = pane.brightness * (1 - (1 - bent) * (1 - pane.beside_bend));
      const dvec3 colour =
          any ? brightness * pane_colour(pane, sights[0], sights[1], x, y, input) : dvec3(0);
      put(result, frame_x, frame_y, colour, sights[0].certain && sights[1].certain);
    }
  }
}

}  // namespace

double OraclePicture::counted_share() const {
  return static_cast<double>(std::ranges::count(counts, true)) / static_cast<double>(counts.size());
}

OraclePicture draw_by_formula(const FrameInput& input,
                              const std::map<VolumeId, VolumePtr>& volumes) {
  const auto pixels = static_cast<std::size_t>(input.size_px.width) *
                      static_cast<std::size_t>(input.size_px.height);
  OraclePicture result{{input.size_px, std::vector<std::uint8_t>(4 * pixels, 255)},
                       std::vector<bool>(pixels, true)};
  for (int y = 0; y < input.size_px.height; ++y) {
    for (int x = 0; x < input.size_px.width; ++x) {
      put(result, x, y, dvec3(input.background), true);
    }
  }
  for (const PaneInput& pane : input.panes) draw_pane(result, input, pane, volumes);
  return result;
}

}  // namespace lv::test
