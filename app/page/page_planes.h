// What a page keeps of the pictures that the renderer draws: planes of a byte a pixel, from which
// its script (picture.js) makes every other picture.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lv {

/// Of one date: its greys, then what white is at each pixel: 255; less beside a spine's bend, where
/// all is dimmed; 0 where nothing was scanned. `inverted`: the same picture, black on white. Both:
/// RGBA.
std::vector<std::uint8_t> date_planes(std::span<const std::uint8_t> shown,
                                      std::span<const std::uint8_t> inverted);

/// Of two dates: how much of which colour is mixed in, then by how much the grey is other than the
/// mean of `first` and `second`, their greys; both with no_change added. `shown`: the difference as
/// drawn, RGBA. What is made from the planes is at most two levels off.
std::vector<std::uint8_t> difference_planes(std::span<const std::uint8_t> shown,
                                            std::span<const std::uint8_t> first,
                                            std::span<const std::uint8_t> second);

inline constexpr int no_change = 128;
/// The share of the colour where the first plane holds no_change + 1 or - 1; it grows evenly to 1
/// at 126 more. Less than the renderer's least, because that can be dimmed.
inline constexpr double least_share = 0.15;

}  // namespace lv
