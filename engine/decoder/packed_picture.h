// A compressed picture as a DICOM file holds it, and what the file says of the samples in it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lv {

struct PackedPicture {
  std::string transfer_syntax_uid;
  int columns = 0, rows = 0;
  int bits_allocated = 16, bits_stored = 16, high_bit = 15;
  bool is_signed = false;
  std::vector<std::span<const std::uint8_t>> fragments;  ///< in their order

  std::size_t samples() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
  /// Bytes of the picture in an uncompressed file, rounded up to an even number as DCMTK wants.
  std::size_t unpacked_bytes() const {
    return (samples() * static_cast<std::size_t>(bits_allocated / 8) + 1) & ~std::size_t{1};
  }
};

}  // namespace lv
