#include "engine/dicom/same_pixels.h"

#include <algorithm>
#include <cmath>

#include "engine/dicom/slices.h"

namespace lv {
namespace {

/// What compression with loss may change on average, of the range of values.
constexpr double most_loss = 0.02;

Result<std::vector<DecodedSlice>> pixels_of(const Picture& picture) {
  Series series;
  series.header = picture.header;
  series.slices.push_back({picture.source, picture.frame, 0, std::nullopt});
  Opener opener;
  return decode_slices(opener, series, {0});
}

}  // namespace

bool same_pixels(const Picture& first, const Picture& second) {
  const auto a = pixels_of(first), b = pixels_of(second);
  if (!a.ok() || !b.ok() || a->front().stored.size() != b->front().stored.size()) return false;
  if (a->front().stored == b->front().stored) return true;
  if (!first.header->lossy && !second.header->lossy) return false;
  const auto value = [](const DecodedSlice& slice, std::size_t i) {
    return slice.stored[i] * slice.slope + slice.intercept;
  };
  double change = 0, low = value(a->front(), 0), high = low;
  for (std::size_t i = 0; i < a->front().stored.size(); ++i) {
    const double here = value(a->front(), i);
    change += std::abs(here - value(b->front(), i));
    low = std::min(low, here);
    high = std::max(high, here);
  }
  return change <= most_loss * (high - low) * static_cast<double>(a->front().stored.size());
}

}  // namespace lv
