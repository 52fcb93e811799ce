#include "engine/video/palette.h"

#include <algorithm>
#include <functional>

namespace lv {
namespace {

using Rgb = std::array<int, 3>;

constexpr std::size_t bin_count = std::size_t{1} << 15;

/// The 5 high bits of each channel.
std::size_t bin_of(const std::uint8_t* rgba) {
  return (rgba[0] >> 3U) << 10U | (rgba[1] >> 3U) << 5U | rgba[2] >> 3U;
}

struct Bin {
  std::array<std::uint64_t, 3> sum{};
  std::uint64_t count = 0;

  Rgb mean() const {
    Rgb rgb{};
    for (std::size_t c = 0; c < 3; ++c) rgb[c] = static_cast<int>((sum[c] + count / 2) / count);
    return rgb;
  }
};

std::vector<Bin> histogram(const FrameView& frame) {
  std::vector<Bin> bins(bin_count);
  for (std::size_t i = 0; i + 3 < frame.rgba.size(); i += 4) {
    Bin& bin = bins[bin_of(&frame.rgba[i])];
    ++bin.count;
    for (std::size_t c = 0; c < 3; ++c) bin.sum[c] += frame.rgba[i + c];
  }
  return bins;
}

std::uint8_t nearest(const std::vector<Rgb>& colours, const Rgb& wanted) {
  const auto distance = [&](const Rgb& colour) {
    int sum = 0;
    for (std::size_t c = 0; c < 3; ++c) sum += (colour[c] - wanted[c]) * (colour[c] - wanted[c]);
    return sum;
  };
  return static_cast<std::uint8_t>(std::ranges::min_element(colours, {}, distance) -
                                   colours.begin());
}

}  // namespace

PalettedPicture paletted(const FrameView& frame) {
  const std::vector<Bin> bins = histogram(frame);
  std::vector<std::size_t> used;
  for (std::size_t b = 0; b < bin_count; ++b) {
    if (bins[b].count > 0) used.push_back(b);
  }
  std::ranges::stable_sort(used, std::greater(), [&](std::size_t b) { return bins[b].count; });

  PalettedPicture picture;
  picture.argb.fill(0xFF000000U);
  std::vector<Rgb> colours;
  std::vector<std::uint8_t> index_of_bin(bin_count);
  for (const std::size_t b : used) {
    const Rgb rgb = bins[b].mean();
    if (colours.size() < picture.argb.size()) {
      index_of_bin[b] = static_cast<std::uint8_t>(colours.size());
      picture.argb[colours.size()] |=
          static_cast<std::uint32_t>(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
      colours.push_back(rgb);
    } else {
      index_of_bin[b] = nearest(colours, rgb);
    }
  }
  picture.indices.reserve(frame.rgba.size() / 4);
  for (std::size_t i = 0; i + 3 < frame.rgba.size(); i += 4) {
    picture.indices.push_back(index_of_bin[bin_of(&frame.rgba[i])]);
  }
  return picture;
}

}  // namespace lv
