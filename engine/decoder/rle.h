// RLE pictures (PS3.5 annex G): each byte of a sample lies in a segment of its own, the highest
// first; a segment is runs of one byte and of bytes as they are.
#pragma once

#include <cstdint>
#include <span>

namespace lv {

/// Fills `samples`, each of `sample_bytes`, the lowest of them first. False: the picture is
/// damaged.
bool unpack_rle(std::span<const std::uint8_t> packed, std::size_t sample_bytes,
                std::span<std::uint8_t> samples);

}  // namespace lv
