// The middle slice as a small picture (load.h).
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/dicom/load.h"
#include "engine/dicom/slices.h"
#include "engine/volume/standard_plane.h"

namespace lv {
namespace {

/// How a slice is turned so that it looks as radiologists hang it: patient's right on the left,
/// nose to the left, head and front up. Stored rows and columns may run any way.
struct Turn {
  bool swap = false, flip_x = false, flip_y = false;
};

/// Oblique stacks hang like axial ones.
PlaneAxes screen_axes(const dvec3& normal) {
  const bool oblique = plane_of_normal(normal) == Plane::oblique;
  return standard_axes(oblique ? StandardPlane::axial : nearest_standard(normal));
}

Turn turn_of(const Series& series) {
  if (series.flat) return {};
  const dmat3 axes = series.geometry.axes();
  const PlaneAxes screen = screen_axes(axes[2]);
  const double row_right = glm::dot(axes[0], screen.right),
               row_down = glm::dot(axes[0], screen.down);
  Turn turn;
  turn.swap = std::abs(row_down) > std::abs(row_right);
  turn.flip_x = glm::dot(axes[turn.swap ? 1 : 0], screen.right) < 0;
  turn.flip_y = glm::dot(axes[turn.swap ? 0 : 1], screen.down) < 0;
  return turn;
}

/// Mean of the stored samples under one pixel: boxes, so that small structures do not flicker.
double box_mean(const DecodedSlice& slice, ivec2 size, dvec2 low, dvec2 high) {
  const auto begin = [](double v, int n) { return std::clamp(static_cast<int>(v), 0, n - 1); };
  const int x0 = begin(low.x, size.x), y0 = begin(low.y, size.y);
  const int x1 = std::max(x0 + 1, std::min(size.x, static_cast<int>(high.x)));
  const int y1 = std::max(y0 + 1, std::min(size.y, static_cast<int>(high.y)));
  double sum = 0;
  for (int y = y0; y < y1; ++y) {
    for (int x = x0; x < x1; ++x) {
      sum += slice.stored[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.x) +
                          static_cast<std::size_t>(x)];
    }
  }
  return sum / ((x1 - x0) * (y1 - y0));
}

/// Greys of a picture of its own (column fastest), windowed as the viewer does.
Result<std::vector<std::uint8_t>> windowed(ivec2 size, const std::vector<float>& values) {
  LV_ASSIGN(const Volume picture, pack_volume(regular_geometry({size, 1}, {1, 0, 0}, {0, 1, 0},
                                                               {0, 0, 1}, dvec3(1.0), dvec3(0.0)),
                                              values));
  const Window window = default_window(picture);
  std::vector<std::uint8_t> grey;
  for (const float v : values) {
    const double share = std::clamp((v - window.level) / window.width + 0.5, 0.0, 1.0);
    grey.push_back(static_cast<std::uint8_t>(std::lround(255 * share)));
  }
  return grey;
}

/// The middle one, or, where that is broken, one beside it.
Result<DecodedSlice> middle_slice(const Series& series) {
  const std::size_t count = series.slices.size();
  Result<DecodedSlice> decoded = decode_slice(series, count / 2);
  for (const std::size_t other : {count / 2 - count / 8, count / 4, 3 * count / 4}) {
    if (!decoded.ok()) decoded = decode_slice(series, other);
  }
  return decoded;
}

}  // namespace

Result<Thumbnail> load_thumbnail(const Series& series, int size_px) {
  LV_ASSIGN(const DecodedSlice slice, middle_slice(series));
  const ivec2 size(series.geometry.size);
  const Turn turn = turn_of(series);
  const dvec3 spacing = series.geometry.spacing_mm();
  const dvec2 extent_mm = dvec2(size) * dvec2(spacing);
  const double mm_per_px = std::max(extent_mm.x, extent_mm.y) / size_px;
  const auto pixels = [&](double mm) {
    return std::max(1, static_cast<int>(std::lround(mm / mm_per_px)));
  };
  const ivec2 stored_px(pixels(extent_mm.x), pixels(extent_mm.y));
  Thumbnail picture;
  picture.width = turn.swap ? stored_px.y : stored_px.x;
  picture.height = turn.swap ? stored_px.x : stored_px.y;
  std::vector<float> values;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const int u = turn.flip_x ? picture.width - 1 - x : x;
      const int v = turn.flip_y ? picture.height - 1 - y : y;
      const dvec2 at = turn.swap ? dvec2(v, u) : dvec2(u, v);
      const dvec2 scale = dvec2(size) / dvec2(stored_px);
      values.push_back(static_cast<float>(box_mean(slice, size, at * scale, (at + 1.0) * scale)));
    }
  }
  LV_ASSIGN(picture.grey, windowed({picture.width, picture.height}, values));
  return picture;
}

}  // namespace lv
