// Randomness without state: every number is a hash of what it belongs to, so the order of the work
// and the number of threads do not matter. No function of the C library is used, so the bits are
// the same everywhere.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "engine/core/math.h"

namespace lv::demo {

/// A well mixed 64-bit hash of a number (the finaliser of SplitMix64, Steele et al., OOPSLA 2014).
constexpr std::uint64_t mix(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15ULL;
  number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9ULL;
  number = (number ^ (number >> 27)) * 0x94d049bb133111ebULL;
  return number ^ (number >> 31);
}

/// 64-bit hash of a text (FNV-1a, then mixed); `seed` gives independent hashes of one text.
constexpr std::uint64_t hash(std::string_view text, std::uint64_t seed = 0) {
  std::uint64_t h = 0xcbf29ce484222325ULL ^ mix(seed);
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(h);
}

/// A number with mean 0 and standard deviation 1, within ±3.47: the sum of four uniform numbers
/// (Irwin-Hall), close enough to normal for image noise.
constexpr double normal(std::uint64_t key) {
  const std::uint64_t h = mix(key);
  const auto sum = (h & 0xffff) + ((h >> 16) & 0xffff) + ((h >> 32) & 0xffff) + (h >> 48);
  return (static_cast<double>(sum) - 2 * 65535.0) / 37837.2;  // 65536 * sqrt(4 / 12)
}

/// About sin(2 pi turns), from two parabolas.
inline double wave(double turns) {
  const double t = turns - std::floor(turns + 0.5);
  return t * (8 - 16 * std::abs(t));
}

struct NoiseValue {
  double value;    ///< about -1..1, 0 on a labyrinth of surfaces
  dvec3 gradient;  ///< of value, per unit of the argument
};

/// Smooth random field with features of about one unit, and its exact gradient (Perlin, Improving
/// Noise, SIGGRAPH 2002; derivative after Quilez).
NoiseValue gradient_noise(const dvec3& point);

}  // namespace lv::demo
