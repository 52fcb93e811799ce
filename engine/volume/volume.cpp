#include "engine/volume/volume.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

constexpr double most = 65535.0;
// White is this much above the bright end of the foreground. On T1, T2 and FLAIR of 1.5 and 3 T the
// brain is then at 0.4 (T2) to 0.6 of white; fat and vessels, the last few per cent, do not count.
constexpr double bright_end = 0.95, headroom = 1.4;

/// The least sample at or below which `fraction` of the counted samples lie.
std::size_t percentile(std::span<const std::size_t> histogram, std::size_t first, double fraction) {
  std::size_t total = 0;
  for (std::size_t s = first; s < histogram.size(); ++s) total += histogram[s];
  const double wanted = fraction * static_cast<double>(total);
  std::size_t seen = 0;
  for (std::size_t s = first; s < histogram.size(); ++s) {
    seen += histogram[s];
    if (static_cast<double>(seen) >= wanted) return s;
  }
  return histogram.size() - 1;
}

/// Samples of the middle half along each axis: the fat of the skin and behind the eyes, brightest
/// on T1, lies outside it and would leave the inside dark.
std::vector<std::size_t> central_histogram(const Volume& volume) {
  std::vector<std::size_t> histogram(65536);
  const ivec3 size = volume.geometry.size;
  for (int k = size.z / 4; k < size.z - size.z / 4; ++k) {
    for (int j = size.y / 4; j < size.y - size.y / 4; ++j) {
      for (int i = size.x / 4; i < size.x - size.x / 4; ++i) ++histogram[volume.sample(i, j, k)];
    }
  }
  return histogram;
}

}  // namespace

Result<Volume> pack_volume(Geometry geometry, std::span<const float> values) {
  if (values.empty() || values.size() != geometry.voxel_count()) {
    return Error{ErrorCode::unreadable, "the picture data does not have the stated size", ""};
  }
  const auto finite = [](float v) { return std::isfinite(v); };
  if (!std::ranges::all_of(values, finite)) {
    return Error{ErrorCode::unreadable, "the picture data holds values that are not numbers", ""};
  }
  const auto [low, high] = std::ranges::minmax_element(values);
  const double least = *low, range = static_cast<double>(*high) - least;
  const bool exact =
      range <= most && std::ranges::all_of(values, [](float v) { return v == std::floor(v); });
  Volume volume;
  volume.geometry = std::move(geometry);
  volume.offset = least;
  volume.scale = exact || range == 0 ? 1.0 : range / most;
  volume.samples.resize(values.size());
  std::ranges::transform(values, volume.samples.begin(), [&](float v) {
    return static_cast<std::uint16_t>(std::lround((v - least) / volume.scale));
  });
  return volume;
}

Window default_window(const Volume& volume) {
  const auto [low, high] = std::ranges::minmax_element(volume.samples);
  if (*low == *high) return {volume.value(*low), 1.0};
  const std::vector<std::size_t> histogram = central_histogram(volume);
  // Background: below a tenth of the 95th percentile of what is not the least sample.
  const std::size_t tissue = percentile(histogram, *low + std::size_t{1}, 0.95);
  const std::size_t border = *low + (tissue - *low) / 10;
  const std::size_t top =
      std::max(percentile(histogram, border, bright_end), *low + std::size_t{1});
  const double dark = volume.value(*low);
  const double width = headroom * (volume.value(static_cast<std::uint16_t>(top)) - dark);
  return {dark + width / 2, width};
}

}  // namespace lv
