#include "engine/dicom/same_pixels.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/dicom/slices.h"

namespace lv {
namespace {

/// What compression with loss may change on average, of the range of values.
constexpr double most_loss = 0.02;

Result<DecodedSlice> pixels_of(const Picture& picture) {
  Series series;
  series.header = picture.header;
  series.slices.push_back({picture.source, picture.frame, 0, std::nullopt});
  return decode_slice(series, 0);
}

/// Whether two plain files end alike from their pixel data on: no need to decode these.
bool same_bytes(const Picture& first, const Picture& second) {
  if (first.source->archive || second.source->archive) return false;
  Bytes a{std::filesystem::path(first.source->path)}, b{std::filesystem::path(second.source->path)};
  const auto x = check_structure(a), y = check_structure(b);
  if (!x.ok() || !y.ok() || x->pixels_at == 0 || y->pixels_at == 0 || !x->inflated.empty() ||
      x->end - x->pixels_at != y->end - y->pixels_at) {
    return false;
  }
  constexpr std::size_t piece = 4096;
  for (std::uint64_t place = 0; x->pixels_at + place < x->end; place += piece) {
    if (!std::ranges::equal(a.at(x->pixels_at + place, piece), b.at(y->pixels_at + place, piece))) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool same_pixels(const Picture& first, const Picture& second) {
  if (same_bytes(first, second)) return true;
  const auto a = pixels_of(first), b = pixels_of(second);
  if (!a.ok() || !b.ok() || a->stored.size() != b->stored.size()) return false;
  if (a->stored == b->stored) return true;
  if (!first.header->lossy && !second.header->lossy) return false;
  const auto value = [](const DecodedSlice& slice, std::size_t i) {
    return slice.stored[i] * slice.slope + slice.intercept;
  };
  double change = 0, low = value(*a, 0), high = low;
  for (std::size_t i = 0; i < a->stored.size(); ++i) {
    const double here = value(*a, i);
    change += std::abs(here - value(*b, i));
    low = std::min(low, here);
    high = std::max(high, here);
  }
  return change <= most_loss * (high - low) * static_cast<double>(a->stored.size());
}

}  // namespace lv
