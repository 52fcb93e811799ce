// How a picture is coded without loss: each pixel is foretold from those before it, and how far it
// is off is told bit by bit, each with the chance that it is set as learned so far. Encoder and
// decoder go the same way; packed.js does it in a browser. Whole numbers only, so that all
// computers agree.
//
// Foretelling: five straight continuations, weighted by how well each did nearby (as Meyer and
// Tischer 1997, TMW, and JPEG XL do). Telling: sign and magnitude, in contexts of how far off the
// neighbours were.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "engine/core/extent.h"

namespace lv {

/// That a bit is set, in 65536ths.
class Chance {
 public:
  std::uint32_t now() const { return now_; }
  void learn(bool bit) { now_ += bit ? (65536 - now_) >> 5 : -(now_ >> 5); }

 private:
  std::uint32_t now_ = 32768;  // it stays within 31 and 65505
};

class PixelModel {
 public:
  explicit PixelModel(ExtentPx size)
      : width_(static_cast<std::size_t>(size.width)),
        height_(static_cast<std::size_t>(size.height)) {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      weights_[i] = 1 + (1 << 24) / static_cast<int>((i + 2) * (i + 2));
    }
  }

  /// `coder.bit(chance, bit)` codes a bit and returns it; a decoder returns what it reads, and the
  /// pixels are filled.
  template <class Coder>
  void code(Coder& coder, std::span<std::uint8_t> plane) {
    const bool plain =
        coder.bit(32768, std::ranges::all_of(plane, [&](auto p) { return p == plane[0]; }));
    if (plain) {
      std::ranges::fill(plane, static_cast<std::uint8_t>(bits(coder, plane[0], 8)));
      return;
    }
    begin_plane();
    for (std::size_t y = 0; y < height_; ++y) {
      for (std::size_t x = 0; x < width_; ++x) {
        std::uint8_t& pixel = plane[y * width_ + x];
        const std::size_t at = (y + 2) * stride() + x + 2;
        const int foretold4 = foretell(at), foretold = (foretold4 + 2) >> 2;
        const int off = static_cast<std::int8_t>(pixel - foretold);
        const int told = tell(coder, at, foretold4 - 4 * foretold + 2, off);
        pixel = static_cast<std::uint8_t>(foretold + told);
        remember(at, pixel, told);
      }
    }
  }

  /// As they are, the highest first.
  template <class Coder>
  static std::uint32_t bits(Coder& coder, std::uint32_t value, int count) {
    std::uint32_t read = 0;
    for (int b = count - 1; b >= 0; --b) read = read << 1 | coder.bit(32768, value >> b & 1);
    return read;
  }

 private:
  static constexpr std::size_t ways = 5, contexts = 24;
  /// Two columns and rows of zeros before the picture and a column behind spare all asking.
  std::size_t stride() const { return width_ + 3; }

  void begin_plane() {
    const std::size_t cells = stride() * (height_ + 2);
    seen_.assign(cells, 0);
    off_.assign(cells, 0);
    missed_.assign(cells, {});
  }

  /// In quarters of a level.
  int foretell(std::size_t at) {
    const int w = seen_[at - 1], n = seen_[at - stride()], nw = seen_[at - stride() - 1];
    const int ne = seen_[at - stride() + 1], ww = seen_[at - 2], nn = seen_[at - 2 * stride()];
    ways_ = {4 * (w + n - nw), 4 * (2 * w - ww), 4 * (2 * n - nn), w + n + nw + ne,
             4 * (w + ne - n)};
    std::int64_t sum = 0, all = 0;
    for (std::size_t i = 0; i < ways; ++i) {
      const int missed = missed_[at - 1][i] + missed_[at - stride()][i] +
                         missed_[at - stride() - 1][i] + missed_[at - stride() + 1][i];
      const std::int64_t weight = weights_[static_cast<std::size_t>(std::min(missed, 4095))];
      sum += weight * ways_[i];
      all += weight;
    }
    return static_cast<int>(std::clamp<std::int64_t>((2 * sum + all) / (2 * all), 0, 4 * 255));
  }

  /// The longer the neighbours' errors, the coarser: 0 to 7, then two classes for each doubling.
  std::size_t context(std::size_t at) const {
    const int off =
        off_[at - 1] + off_[at - stride()] + off_[at - stride() - 1] + off_[at - stride() + 1];
    if (off < 8) return static_cast<std::size_t>(off);
    std::size_t doublings = 3;
    while (off >> (doublings + 1) != 0) ++doublings;
    return 2 + 2 * doublings + (off >> (doublings - 1) & 1);
  }

  template <class Coder>
  static bool learned_bit(Coder& coder, Chance& chance, bool bit) {
    bit = coder.bit(chance.now(), bit);
    chance.learn(bit);
    return bit;
  }

  /// `quarter`: by how many the foretold value was rounded, and 2.
  template <class Coder>
  int tell(Coder& coder, std::size_t at, int quarter, int off) {
    Context& here = contexts_[context(at)];
    const auto rounded = static_cast<std::size_t>(quarter);
    if (!learned_bit(coder, here.off[rounded], off != 0)) return 0;
    const bool negative = learned_bit(coder, here.negative[rounded], off < 0);
    const int size = std::abs(off);
    std::size_t digits = 0;  // behind the first
    while (digits < 7 && learned_bit(coder, here.longer[digits], size >> (digits + 1) != 0)) {
      ++digits;
    }
    std::size_t told = 1;
    for (std::size_t d = digits; d-- > 0;) {
      const bool bit = learned_bit(coder, digits_[digits][told], (size >> d & 1) != 0);
      told = 2 * told + (bit ? 1 : 0);
    }
    return negative ? -static_cast<int>(told) : static_cast<int>(told);
  }

  void remember(std::size_t at, int pixel, int off) {
    seen_[at] = static_cast<std::uint8_t>(pixel);
    off_[at] = static_cast<std::uint8_t>(std::abs(off));
    for (std::size_t i = 0; i < ways; ++i) missed_[at][i] = std::abs(ways_[i] - 4 * pixel);
  }

  struct Context {
    std::array<Chance, 4> off, negative;
    std::array<Chance, 7> longer;
  };

  std::size_t width_, height_;
  std::array<int, 4096> weights_{};  ///< by how far a way was off nearby
  std::array<int, ways> ways_{};     ///< what each foretells for the pixel at hand
  std::array<Context, contexts> contexts_;
  std::array<std::array<Chance, 128>, 8> digits_;
  std::vector<std::uint8_t> seen_, off_;
  std::vector<std::array<int, ways>> missed_;
};

}  // namespace lv
