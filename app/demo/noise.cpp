#include "app/demo/noise.h"

namespace lv::demo {
namespace {

// The twelve edges of a cube, four of them twice (Perlin 2002).
const std::array<dvec3, 16> edges = {dvec3{1, 1, 0}, {-1, 1, 0}, {1, -1, 0}, {-1, -1, 0},
                                     {1, 0, 1},      {-1, 0, 1}, {1, 0, -1}, {-1, 0, -1},
                                     {0, 1, 1},      {0, -1, 1}, {0, 1, -1}, {0, -1, -1},
                                     {1, 1, 0},      {-1, 1, 0}, {0, -1, 1}, {0, -1, -1}};

/// The three numbers of a lattice corner, each already multiplied by a large prime.
[[gnu::always_inline]] inline const dvec3& edge_at(std::uint32_t x, std::uint32_t y,
                                                   std::uint32_t z) {
  std::uint32_t h = x ^ y ^ z;
  h = (h ^ (h >> 15)) * 0x2c1b3c6dU;
  return edges[(h ^ (h >> 13)) & 15U];
}

/// Linear in `weight` from a to b along one axis; `slope` is the weight's derivative.
[[gnu::always_inline]] inline NoiseValue mixed(const NoiseValue& a, const NoiseValue& b,
                                               double weight, double slope, int axis) {
  NoiseValue c{a.value + weight * (b.value - a.value),
               a.gradient + weight * (b.gradient - a.gradient)};
  c.gradient[axis] += slope * (b.value - a.value);
  return c;
}

}  // namespace

NoiseValue gradient_noise(const dvec3& point) {
  const dvec3 cell = glm::floor(point), f = point - cell;
  const auto number = [](double coordinate, std::uint32_t prime) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(coordinate)) * prime;
  };
  constexpr std::uint32_t px = 0x8da6b343U, py = 0xd8163841U, pz = 0xcb1ab31fU;
  const std::uint32_t x = number(cell.x, px), y = number(cell.y, py), z = number(cell.z, pz);
  const dvec3 fade = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  const dvec3 slope = 30.0 * f * f * (f * (f - 2.0) + 1.0);
  const auto corner = [&](std::uint32_t i, std::uint32_t j, std::uint32_t k) -> NoiseValue {
    const dvec3& edge = edge_at(x + i * px, y + j * py, z + k * pz);
    return {glm::dot(edge, f - dvec3(i, j, k)), edge};
  };
  const auto along_x = [&](std::uint32_t j, std::uint32_t k) {
    return mixed(corner(0, j, k), corner(1, j, k), fade.x, slope.x, 0);
  };
  const auto along_y = [&](std::uint32_t k) {
    return mixed(along_x(0, k), along_x(1, k), fade.y, slope.y, 1);
  };
  return mixed(along_y(0), along_y(1), fade.z, slope.z, 2);
}

}  // namespace lv::demo
