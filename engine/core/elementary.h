// Logarithm, sine and cosine in plain arithmetic: a card's compiler brings none of them, and those
// of different C libraries differ in their last bits. These give the same bits everywhere.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/core/host_device.h"

namespace lv {

/// ln x of a positive, normal x, within 3 ulp.
///
/// By a table, after Tang (doi:10.1145/98267.98294): x = 2^k z with z in [sqrt(1/2), sqrt(2)), c
/// the multiple of 1/32 nearest to z, and ln x = k ln 2 + ln c + ln(1 + r) with r = (z - c) / c. As
/// r is at most 0.022, nine terms of the plain series r - r^2/2 + r^3/3 ... are enough. For x next
/// to 1, k and ln c are 0, so that nothing is lost there.
LV_HD inline double natural_log(double x) {
  constexpr std::int64_t root_of_half = 0x3fe6a09e667f3bcd;  // the bits of sqrt(1/2)
  constexpr int fraction_bits = 52;
  constexpr double ln2 = 0x1.62e42fefa39efp-1;
  // A double of this size ends with the 32nds: adding it rounds to them.
  constexpr double to_32nds = 0x1.8p47;
  constexpr int first_row = 23;
  // ln(row / 32) and 32 / row, from first_row on.
  static constexpr double log_of_row[] = {-0x1.522ae0738a3d8p-2, -0x1.269621134db92p-2,
                                          -0x1.f991c6cb3b379p-3, -0x1.a93ed3c8ad9e3p-3,
                                          -0x1.5bf406b543db2p-3, -0x1.1178e8227e47cp-3,
                                          -0x1.9335e5d594989p-4, -0x1.08598b59e3a07p-4,
                                          -0x1.0415d89e74444p-5, 0.0,
                                          0x1.f829b0e783300p-6,  0x1.f0a30c01162a6p-5,
                                          0x1.6f0d28ae56b4cp-4,  0x1.e27076e2af2e6p-4,
                                          0x1.29552f81ff523p-3,  0x1.5ff3070a793d4p-3,
                                          0x1.9525a9cf456b4p-3,  0x1.c8ff7c79a9a22p-3,
                                          0x1.fb9186d5e3e2bp-3,  0x1.1675cababa60ep-2,
                                          0x1.2e8e2bae11d31p-2,  0x1.4618bc21c5ec2p-2,
                                          0x1.5d1bdbf5809cap-2};
  static constexpr double inverse[] = {
      32.0 / 23, 32.0 / 24, 32.0 / 25, 32.0 / 26, 32.0 / 27, 32.0 / 28, 32.0 / 29, 32.0 / 30,
      32.0 / 31, 1.0,       32.0 / 33, 32.0 / 34, 32.0 / 35, 32.0 / 36, 32.0 / 37, 32.0 / 38,
      32.0 / 39, 32.0 / 40, 32.0 / 41, 32.0 / 42, 32.0 / 43, 32.0 / 44, 32.0 / 45};
  const auto bits = std::bit_cast<std::int64_t>(x);
  const auto k = static_cast<std::int32_t>((bits - root_of_half) >> fraction_bits);
  const double z = std::bit_cast<double>(bits - (std::int64_t{k} << fraction_bits));
  const double rounded = z + to_32nds;
  const int row = static_cast<int>(std::bit_cast<std::int64_t>(rounded) & 63) - first_row;
  const double r = (z - (rounded - to_32nds)) * inverse[row], r2 = r * r, r4 = r2 * r2;
  const double a = (1.0 / 3 * r - 1.0 / 2) + (1.0 / 5 * r - 1.0 / 4) * r2;
  const double b = (1.0 / 7 * r - 1.0 / 6) + (1.0 / 9 * r - 1.0 / 8) * r2;
  return (k * ln2 + log_of_row[row]) + (r + (a + b * r4) * r2);
}

struct SineCosine {
  double sine, cosine;
};

/// Sine and cosine of x (rad), |x| < 1e5, within 2e-16: the plain series about the nearest multiple
/// of pi/2.
LV_HD inline SineCosine sine_cosine(double x) {
  // pi/2 in two parts: the first has 33 bits, so that a multiple of it is exact.
  constexpr double half_pi_high = 0x1.921fb544p0, half_pi_low = 0x1.0b4611a626331p-34;
  const int quarter = static_cast<int>(x / half_pi_high + (x < 0.0 ? -0.5 : 0.5));
  const double y = (x - quarter * half_pi_high) - quarter * half_pi_low, w = -y * y;
  double sine = 1.0, cosine = 1.0;
  for (int n = 16; n > 0; n -= 2) {
    sine = 1.0 + sine * w / (n * (n + 1));
    cosine = 1.0 + cosine * w / (n * (n - 1));
  }
  sine *= y;
  const bool odd = (quarter & 1) != 0;
  const double s = odd ? cosine : sine, c = odd ? sine : cosine;
  return {(quarter & 2) != 0 ? -s : s, ((quarter + 1) & 2) != 0 ? -c : c};
}

}  // namespace lv
