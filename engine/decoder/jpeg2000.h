// JPEG 2000 code streams (OpenJPEG), which DCMTK cannot decode.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"

namespace lv {

/// Grey values of one picture; columns * rows, column fastest. Errors: unreadable, where the code
/// stream is damaged or is not of the stated size.
Result<std::vector<std::int32_t>> unpack_jpeg2000(std::span<const std::uint8_t> code_stream,
                                                  int columns, int rows);

}  // namespace lv
