// The private "CSA" header of Siemens scanners, as far as a mosaic needs it: how many slices it
// holds and which way they are stacked. Layout after dcm2niix and NiBabel's documentation ("CSA
// header"): names, items of text, padded to four bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/core/math.h"

namespace lv {

struct SiemensHeader {
  int images_in_mosaic = 0;  ///< 0: not said
  std::optional<dvec3> slice_normal;
};

/// Reads (0029,xx10). Damaged headers give as much as could be read.
SiemensHeader read_siemens_header(std::span<const std::uint8_t> bytes);

}  // namespace lv
