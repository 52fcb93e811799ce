#include "engine/volume/mask.h"

namespace lv {

std::size_t flood(Mask& mask, const MaskGrid& grid, std::size_t start, int axes,
                  std::uint8_t mark) {
  const std::uint8_t value = mask[start];
  std::vector<std::size_t> front{start};
  mask[start] = mark;
  std::size_t count = 0;
  for (; !front.empty(); ++count) {
    const std::size_t voxel = front.back();
    front.pop_back();
    grid.neighbours(voxel, axes, [&](std::size_t j) {
      if (mask[j] != value) return;
      mask[j] = mark;
      front.push_back(j);
    });
  }
  return count;
}

void fill_holes_in_slices(Mask& mask, const MaskGrid& grid) {
  constexpr std::uint8_t open_air = 2;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    const int x = grid.place(i, 0), y = grid.place(i, 1);
    const bool border = x == 0 || y == 0 || x + 1 == grid.size.x || y + 1 == grid.size.y;
    if (border && mask[i] == 0) flood(mask, grid, i, 2, open_air);
  }
  for (std::uint8_t& m : mask) m = m != open_air;
}

}  // namespace lv
