#include "engine/dicom/own_uid.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace lv {
namespace {

/// A number of 128 bits in four digits of 32 bits, the least first.
using Digits = std::array<std::uint64_t, 4>;

/// FNV-1a with 128 bits (RFC 9923): the prime is 2^88 + 2^8 + 0x3b.
Digits hashed(std::string_view text) {
  Digits hash{0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e};
  for (const char c : text) {
    hash[0] ^= static_cast<unsigned char>(c);
    Digits product{};
    for (std::size_t i = 0; i < 4; ++i) {
      product[i] += hash[i] * 0x13b;
      if (i >= 2) continue;
      const std::uint64_t shifted = hash[i] << 24;  // times 2^88 = 2^(64 + 24)
      product[i + 2] += shifted & 0xffffffff;
      if (i == 0) product[3] += shifted >> 32;
    }
    for (std::size_t i = 0; i < 4; ++i) {
      if (i < 3) product[i + 1] += product[i] >> 32;
      hash[i] = product[i] & 0xffffffff;
    }
  }
  return hash;
}

std::string decimal(Digits number) {
  std::string text;
  while (std::ranges::any_of(number, [](std::uint64_t digit) { return digit != 0; })) {
    std::uint64_t rest = 0;
    for (std::size_t i = 4; i-- > 0;) {
      const std::uint64_t here = rest << 32 | number[i];
      number[i] = here / 10;
      rest = here % 10;
    }
    text.insert(text.begin(), static_cast<char>('0' + rest));
  }
  return text.empty() ? "0" : text;
}

}  // namespace

std::string own_uid(std::string_view name) {
  Digits uuid = hashed(name);
  uuid[2] = (uuid[2] & 0xffff0fff) | 0x8000;      // version 8: made in a way of one's own
  uuid[1] = (uuid[1] & 0x3fffffff) | 0x80000000;  // the variant of RFC 9562
  return "2.25." + decimal(uuid);
}

}  // namespace lv
