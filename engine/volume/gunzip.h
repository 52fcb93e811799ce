// What gzip has packed, in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lv {

bool is_gzip(std::span<const std::uint8_t> file);

/// The first `count` bytes of what is packed with gzip, or of what is not; fewer where it ends or
/// is damaged before.
std::vector<std::uint8_t> first_unpacked(std::span<const std::uint8_t> file, std::size_t count);

}  // namespace lv
