#include "engine/volume/volume.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/volume/quantile.h"

namespace lv {
namespace {

constexpr double most = 65535.0;
// White is this much above the bright end of the foreground. On T1, T2 and FLAIR of 1.5 and 3 T the
// brain is then at 0.4 (T2) to 0.6 of white; fat and vessels, the last few per cent, do not count.
constexpr double bright_end = 0.95, headroom = 1.4;

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

struct Range {
  double low, high;
};

/// Programs also mark what was not measured by a number that no scan holds (-1e30).
bool is_number(float v) {
  return std::isfinite(v) && std::abs(v) < 1e20F;
}

/// Least and greatest of the values that are numbers; low is above high where there are none.
Range range_of(std::span<const float> values) {
  Range range{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
  for (const float v : values) {
    if (!is_number(v)) continue;
    range = {std::min<double>(range.low, v), std::max<double>(range.high, v)};
  }
  return range;
}

/// The range without the few values that lie ten times further out than nearly all others reach.
Range usual_range(std::span<const float> values, const Range& all) {
  constexpr std::size_t looked_at = 65536;
  constexpr double few = 0.001, far = 10;
  std::vector<float> sample;
  const std::size_t step = values.size() / looked_at + 1;
  for (std::size_t i = 0; i < values.size(); i += step) {
    if (is_number(values[i])) sample.push_back(values[i]);
  }
  if (sample.empty()) return all;
  std::ranges::sort(sample);
  const auto last = static_cast<double>(sample.size() - 1);
  const double low = sample[static_cast<std::size_t>(std::floor(few * last))];
  const double high = sample[static_cast<std::size_t>(std::floor((1 - few) * last))];
  if (low == high) return all;
  return {std::max(all.low, low - far * (high - low)),
          std::min(all.high, high + far * (high - low))};
}

void add_finding(Volume& volume, std::size_t voxels, const char* what, const char* then) {
  if (voxels == 0) return;
  volume.findings.push_back(std::to_string(voxels) +
                            (voxels == 1 ? " voxel holds " : " voxels hold ") + what + "; " +
                            (voxels == 1 ? "it is " : "they are ") + then);
}

}  // namespace

VolumePtr without_samples(const Volume& volume) {
  return std::make_shared<const Volume>(Volume{
      volume.geometry, {}, volume.scale, volume.offset, volume.findings, volume.lost_slices});
}

Result<Volume> pack_volume(Geometry geometry, std::span<const float> values) {
  if (values.empty() || values.size() != geometry.voxel_count()) {
    return Error{ErrorCode::unreadable, "the picture data does not have the stated size"};
  }
  const Range all = range_of(values);
  if (all.low > all.high) {
    return Error{ErrorCode::unreadable, "the picture data holds no values that are numbers"};
  }
  const auto whole = [](float v) { return v == std::floor(v) || !is_number(v); };
  const bool exact = all.high - all.low <= most && std::ranges::all_of(values, whole);
  const Range kept = exact ? all : usual_range(values, all);
  Volume volume;
  volume.geometry = std::move(geometry);
  volume.offset = kept.low;
  volume.scale = exact || kept.high == kept.low ? 1.0 : (kept.high - kept.low) / most;
  volume.samples.reserve(values.size());
  std::size_t no_number = 0, cut = 0;
  for (const float v : values) {
    const double value = is_number(v) ? std::clamp<double>(v, kept.low, kept.high) : kept.low;
    no_number += is_number(v) ? 0 : 1;
    cut += is_number(v) && value != v ? 1 : 0;
    volume.samples.push_back(
        static_cast<std::uint16_t>(std::lround((value - kept.low) / volume.scale)));
  }
  add_finding(volume, no_number, "no number", "shown as background");
  add_finding(volume, cut, "a value far outside of all others", "cut off there");
  return volume;
}

Window default_window(const Volume& volume) {
  const auto [low, high] = std::ranges::minmax_element(volume.samples);
  if (*low == *high) return {volume.value(*low), 1.0};
  const std::vector<std::size_t> histogram = central_histogram(volume);
  // Background: below a tenth of the 95th percentile of what is not the least sample.
  const std::size_t tissue = quantile_of_counts(histogram, *low + std::size_t{1}, 0.95);
  const std::size_t border = *low + (tissue - *low) / 10;
  const std::size_t top =
      std::max(quantile_of_counts(histogram, border, bright_end), *low + std::size_t{1});
  const double dark = volume.value(*low);
  const double width = headroom * (volume.value(static_cast<std::uint16_t>(top)) - dark);
  return {dark + width / 2, width};
}

}  // namespace lv
