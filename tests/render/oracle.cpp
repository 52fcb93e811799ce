#include "tests/render/oracle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace lv::test {
namespace {

// Voxels. Positions reach 100 voxels here; float rounding of the map is below 1e-4 of one.
constexpr double doubt = 5e-4;

struct Sight {
  std::optional<double> grey;  // empty: not scanned
  bool certain = true;
  double deep_change = 0;  // of a difference: greys by which it changes half a slice away
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

/// Straight from knot to knot; the outer pieces go on.
double curved(const LayerInput& layer, double value) {
  if (!layer.curve) return value;
  const auto& knots = layer.curve->knots;
  const auto above = std::upper_bound(knots.begin() + 1, knots.end() - 1, value,
                                      [](double v, const dvec2& knot) { return v < knot.x; });
  const dvec2 from = *std::prev(above), to = *above;
  return std::lerp(from.y, to.y, (value - from.x) / (to.x - from.x));
}

/// The value at a voxel place, if it was scanned.
Sight value_at(const Volume& volume, const LayerInput& layer, const dvec3& voxel) {
  const Geometry& geometry = volume.geometry;
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
  sight.grey = (1 - fraction) * in_plane_value(volume, voxel.x, voxel.y, slices.below) +
               fraction * in_plane_value(volume, voxel.x, voxel.y, slices.above);
  return sight;
}

/// Evenly spread over the lines about each of these places, no farther apart than ¾ of a voxel
/// along any axis.
std::vector<dvec3> spread(const std::vector<dvec3>& about, const dvec3& line) {
  const double longest = std::max({std::abs(line.x), std::abs(line.y), std::abs(line.z)});
  if (longest == 0) return about;
  const int places = std::max(2, static_cast<int>(std::ceil(longest / 0.75)));
  std::vector<dvec3> all;
  for (const dvec3& place : about) {
    for (int i = 0; i < places; ++i) all.push_back(place + line * ((i + 0.5) / places - 0.5));
  }
  return all;
}

/// The mean of what was scanned of the box that the lines span about a voxel place.
void average(Sight& sight, const Volume& volume, const LayerInput& layer, const dvec3& voxel,
             const Affine<Voxel, World>& voxel_from_world) {
  std::vector<dvec3> places = spread({voxel}, voxel_from_world.direction(layer.averaged_mm));
  for (const dvec3& line : layer.averaged_in_plane_mm) {
    places = spread(places, voxel_from_world.direction(line));
  }
  if (places.size() == 1) return;
  double sum = 0, count = 0;
  for (const dvec3& place : places) {
    const Sight there = value_at(volume, layer, place);
    sight.certain = sight.certain && there.certain;
    if (there.grey) sum += *there.grey, ++count;
  }
  if (count > 0) sight.grey = sum / count;
}

/// `half_slice`: World, of a difference.
Sight look(const Volume& volume, const LayerInput& layer, const dvec3& world,
           const dvec3& half_slice) {
  const auto voxel_from_world = inverse(volume.geometry.scan_from_voxel) * layer.scan_from_world;
  const auto value_about = [&](const dvec3& voxel) {
    Sight sight = value_at(volume, layer, voxel);
    if (!sight.grey) return sight;
    average(sight, volume, layer, voxel, voxel_from_world);
    return sight;
  };
  const auto grey = [&](double value) {
    const double black = layer.window.level - layer.window.width / 2;
    return (curved(layer, value) - black) / layer.window.width;
  };
  const dvec3 voxel = voxel_from_world(layer.bend(world));
  Sight sight = value_about(voxel);
  if (!sight.grey) return sight;
  const double value = *sight.grey;
  sight.grey = grey(value);
  if (half_slice == dvec3(0.0)) return sight;
  double apart = 0;
  const dvec3 deep = voxel_from_world.direction(half_slice);
  for (const dvec3& place : {voxel + deep, voxel - deep}) {
    const Sight there = value_about(place);
    sight.certain = sight.certain && there.certain;
    if (there.grey) apart = std::max(apart, std::abs(*there.grey - value));
  }
  sight.deep_change = std::max(std::abs(grey(value + apart) - *sight.grey),
                               std::abs(grey(value - apart) - *sight.grey));
  return sight;
}

/// What both dates show in a pane, pixel by pixel; beyond its edges as at its edges.
struct Sights {
  ExtentPx extent;
  std::array<std::vector<Sight>, 2> layers;

  const Sight& at(std::size_t layer, int x, int y) const {
    const int column = std::clamp(x, 0, extent.width - 1),
              row = std::clamp(y, 0, extent.height - 1);
    return layers[layer][static_cast<std::size_t>(column + extent.width * row)];
  }
};

struct Pixel {
  int x, y;
  bool certain = true;
};

// The look of what was not scanned: dark, with diagonal stripes, a third of the period wide, where
// the scan ends within the band.
constexpr double ground = 0.04, stripe = 0.15;

bool on_stripe(const Pixel& pixel, const FrameInput& input) {
  const int period = std::max(3, static_cast<int>(std::lround(16 * input.content_scale)));
  return 3 * ((pixel.x + pixel.y) % period) < period;
}

double outside(const Sights& sights, std::size_t layer, Pixel& pixel, const FrameInput& input) {
  const int far = static_cast<int>(std::lround(8 * input.content_scale));
  const int diagonal = static_cast<int>(0.7 * far + 0.5);
  bool near = false;
  for (const ivec2& step :
       {ivec2(far, 0), ivec2(-far, 0), ivec2(0, far), ivec2(0, -far), ivec2(diagonal, diagonal),
        ivec2(-diagonal, -diagonal), ivec2(diagonal, -diagonal), ivec2(-diagonal, diagonal)}) {
    const Sight& there = sights.at(layer, pixel.x + step.x, pixel.y + step.y);
    near = near || there.grey;
    pixel.certain = pixel.certain && there.certain;
  }
  return near && on_stripe(pixel, input) ? stripe : ground;
}

double joined(const Sights& sights, std::optional<double> first, std::optional<double> second,
              double mixture, Pixel& pixel, const FrameInput& input) {
  if (first && second) return (1 - mixture) * *first + mixture * *second;
  if (!first && !second) {
    return (1 - mixture) * outside(sights, 0, pixel, input) +
           mixture * outside(sights, 1, pixel, input);
  }
  const double missing = first ? mixture : 1 - mixture;  // weight of the one that is not there
  const double seen = first ? *first : *second;
  const double hatched = on_stripe(pixel, input)
                             ? std::lerp(seen, stripe, 1 - (1 - missing) * (1 - missing))
                             : std::lerp(seen, ground, missing * missing);
  return std::lerp(hatched, outside(sights, first ? 1 : 0, pixel, input), std::pow(missing, 4));
}

constexpr std::array<ivec2, 8> ways{ivec2(1, 0), ivec2(-1, 0),  ivec2(0, 1),  ivec2(0, -1),
                                    ivec2(1, 1), ivec2(-1, -1), ivec2(1, -1), ivec2(-1, 1)};

/// The steepest of eight ways about a pixel of one date, in greys per pixel beyond the noise.
double slope(const Sights& sights, std::size_t layer, int far, double noise, Pixel& pixel) {
  const Sight& here = sights.at(layer, pixel.x, pixel.y);
  double most = 0;
  for (const ivec2& way : ways) {
    const Sight& there = sights.at(layer, pixel.x + far * way.x, pixel.y + far * way.y);
    pixel.certain = pixel.certain && there.certain;
    if (!there.grey) continue;
    const double step_px = far * std::hypot(way.x, way.y);
    most = std::max(most, (std::abs(*there.grey - *here.grey) - noise) / step_px);
  }
  return most;
}

/// By how much the second date is brighter, in the mean of a pixel and the eight so far about it;
/// empty: not all were scanned.
std::optional<double> change_of_nine(const Sights& sights, int far, const Pixel& pixel) {
  double sum = *sights.at(1, pixel.x, pixel.y).grey - *sights.at(0, pixel.x, pixel.y).grey;
  for (const ivec2& way : ways) {
    const int x = pixel.x + far * way.x, y = pixel.y + far * way.y;
    const Sight &first = sights.at(0, x, y), &second = sights.at(1, x, y);
    if (!first.grey || !second.grey) return std::nullopt;
    sum += *second.grey - *first.grey;
  }
  return sum / 9;
}

/// Of a number at each place of a shading.
double slow_at(const DifferenceDoubt& unsure, const std::array<float, 125>& numbers,
               const dvec3& world) {
  const dvec3 place = glm::clamp(unsure.shading_from_world(world), dvec3(0), dvec3(4));
  double sum = 0;
  for (int z = 0; z < 5; ++z) {
    for (int y = 0; y < 5; ++y) {
      for (int x = 0; x < 5; ++x) {
        const dvec3 near = glm::max(dvec3(0), 1.0 - glm::abs(place - dvec3(x, y, z)));
        const auto i = static_cast<std::size_t>(x + 5 * (y + 5 * z));
        sum += near.x * near.y * near.z * static_cast<double>(numbers[i]);
      }
    }
  }
  return sum;
}

/// Grey anatomy, coloured where the change exceeds three standard deviations of what noise and
/// wrong places make, and 1.3 of what coils do; or the mean of nine does, with half of the noise.
dvec3 difference_colour(const PaneInput& pane, const Sights& sights, double first, double second,
                        Pixel& pixel) {
  const DifferenceDoubt& may_be = pane.doubt;
  const double width = pane.layers[1].window.width;
  const double mm_per_px = glm::length(dvec3(pane.world_from_pane.matrix[0]));
  const dvec3 world = pane.world_from_pane({pixel.x + 0.5, pixel.y + 0.5, 0});
  const double noise = may_be.noise / width;
  const double misplaced_px = slow_at(may_be, may_be.misplaced_mm, world) / mm_per_px;
  const double to_next_length = std::abs(misplaced_px - std::floor(misplaced_px) - 0.5);
  pixel.certain = pixel.certain && to_next_length > 1e-3;
  const auto moved = [&](std::size_t layer, int far) {
    const double deep = sights.at(layer, pixel.x, pixel.y).deep_change - noise;
    return std::hypot(misplaced_px * slope(sights, layer, far, noise, pixel), std::max(0.0, deep));
  };
  const double value = std::max(first, second) + pane.layers[1].window.level / width - 0.5;
  const double coils =
      1.3 * std::abs(slow_at(may_be, may_be.shading.darker, world)) * std::max(value, 0.0);
  const auto beyond = [&](double change, double its_noise, double near_px) {
    const int far = std::max(1, static_cast<int>(std::lround(near_px)));
    const double mistaken = std::sqrt(moved(0, far) * moved(1, far));
    const double over = std::abs(change) - 3 * std::hypot(its_noise, mistaken) - coils;
    pixel.certain = pixel.certain && std::abs(over) > 2e-3;
    return over;
  };
  double change = second - first, over = beyond(change, noise, misplaced_px);
  const double around_px = may_be.around_mm / mm_per_px;
  if (around_px > 0 && over <= 0) {
    const int far = std::max(1, static_cast<int>(std::lround(around_px)));
    const auto mean = change_of_nine(sights, far, pixel);
    change = mean.value_or(0);
    over = mean ? beyond(change, 0.5 * noise, around_px) : -1;
  }
  const double grey = std::clamp((first + second) / 2, 0.0, 1.0);
  if (over <= 0) return dvec3(grey);
  const dvec3 full = change < 0 ? dvec3(0.10, 0.45, 1.00) : dvec3(1.00, 0.55, 0.10);
  return glm::mix(dvec3(grey), full,
                  0.4 + 0.6 * std::min(1.0, over / (may_be.full_change / width)));
}

dvec3 pane_colour(const PaneInput& pane, const Sights& sights, Pixel& pixel,
                  const FrameInput& input) {
  const Sight &first = sights.at(0, pixel.x, pixel.y), &second = sights.at(1, pixel.x, pixel.y);
  pixel.certain = first.certain && second.certain;
  if (pane.blend == Blend::difference && first.grey && second.grey) {
    return difference_colour(pane, sights, *first.grey, *second.grey, pixel);
  }
  const auto shown = [&](const Sight& sight) -> std::optional<double> {
    if (!sight.grey) return std::nullopt;
    const double grey = std::clamp(*sight.grey, 0.0, 1.0);
    return pane.inverted ? 1 - grey : grey;
  };
  if (pane.blend == Blend::overlay && first.grey && second.grey) {
    const double a = *shown(first), b = *shown(second);
    return {b, (a + b) / 2, a};
  }
  const bool right_of_seam = pixel.x + 0.5 >= double{pane.seam_px};
  const double mixture = pane.blend == Blend::swipe       ? right_of_seam
                         : pane.blend == Blend::crossfade ? double{pane.mixture}
                                                          : 0.5;
  return dvec3(joined(sights, shown(first), shown(second), mixture, pixel, input));
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

Sights sights_of(const PaneInput& pane, const std::map<VolumeId, VolumePtr>& volumes) {
  Sights sights{pane.rect_px.extent(), {}};
  for (std::size_t l = 0; l < 2; ++l) {
    for (int y = 0; y < pane.rect_px.height; ++y) {
      for (int x = 0; x < pane.rect_px.width; ++x) {
        const LayerInput& layer = pane.layers[l];
        const dvec3 world = pane.world_from_pane({x + 0.5, y + 0.5, 0});
        sights.layers[l].push_back(
            layer.volume
                ? look(*volumes.at(layer.volume), layer, world,
                       pane.blend == Blend::difference ? pane.doubt.half_slice_mm : dvec3(0.0))
                : Sight{});
      }
    }
  }
  return sights;
}

void draw_pane(OraclePicture& result, const FrameInput& input, const PaneInput& pane,
               const std::map<VolumeId, VolumePtr>& volumes) {
  const bool any = pane.layers[0].volume != 0 || pane.layers[1].volume != 0;
  const Sights sights = sights_of(pane, volumes);
  for (int y = 0; y < pane.rect_px.height; ++y) {
    for (int x = 0; x < pane.rect_px.width; ++x) {
      const int frame_x = pane.rect_px.x + x, frame_y = pane.rect_px.y + y;
      if (frame_x < 0 || frame_y < 0 || frame_x >= input.size_px.width ||
          frame_y >= input.size_px.height) {
        continue;
      }
      Pixel pixel{x, y};
      const dvec3 colour = any ? pane_colour(pane, sights, pixel, input) : dvec3(0);
      const dvec3 world = pane.world_from_pane({x + 0.5, y + 0.5, 0});
      double bent = 1.0;  // how far the bends hold here
      for (const LayerInput& layer : pane.layers) {
        if (layer.volume && !layer.bend.empty()) bent = std::min(bent, layer.bend.strength(world));
      }
      put(result, frame_x, frame_y, colour * (1 - (1 - bent) * (1 - pane.beside_bend)),
          pixel.certain);
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
