#include "app/page/packed.h"

#include <algorithm>

#include "app/page/pixel_model.h"

namespace lv {
namespace {

/// Arithmetic coding (Mahoney 2005, lpaq): a bit keeps that part of a range of numbers that is its
/// chance; what the range's ends have in common is written.
class BitWriter {
 public:
  bool bit(std::uint32_t chance, bool bit) {
    const std::uint32_t range = last_ - first_;
    const std::uint32_t middle =
        first_ + (range >> 16) * chance + ((range & 0xffff) * chance >> 16);
    (bit ? last_ : first_) = bit ? middle : middle + 1;
    while (((first_ ^ last_) >> 24) == 0) {
      bytes_.push_back(static_cast<std::uint8_t>(last_ >> 24));
      first_ <<= 8;
      last_ = last_ << 8 | 255;
    }
    return bit;
  }

  std::vector<std::uint8_t> finish() {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes_.push_back(static_cast<std::uint8_t>(first_ >> shift));
    }
    return std::move(bytes_);
  }

 private:
  std::uint32_t first_ = 0, last_ = 0xffffffff;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t b = 0; b < 3; ++b) bits = bits << 8 | (b < count ? bytes[i + b] : 0U);
    for (std::size_t d = 0; d < 4; ++d) {
      text += d <= count ? digits[bits >> (18 - 6 * d) & 63] : '=';
    }
  }
  return text;
}

std::vector<std::uint8_t> packed(std::span<const std::uint8_t> planes, ExtentPx size) {
  const std::size_t pixels =
      static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  std::vector<std::uint8_t> copy(planes.begin(), planes.end());
  BitWriter writer;
  PixelModel model(size);
  for (std::size_t i = 0; i < copy.size(); i += pixels) {
    model.code(writer, std::span(copy).subspan(i, pixels));
  }
  PixelModel::bits(writer, check_sum(planes), 32);
  return writer.finish();
}

}  // namespace lv
