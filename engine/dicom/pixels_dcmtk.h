// Decoded pixels of one frame, before any geometry.
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/result.h"

namespace lv {

/// How the samples of a file are stored (PS3.3 C.7.6.3).
struct PixelFormat {
  int columns = 0, rows = 0, frames = 1;  ///< of a whole frame
  int bits_allocated = 16, bits_stored = 16, high_bit = 15;
  bool is_signed = false;
  bool more_is_darker = false;              ///< MONOCHROME1
  std::optional<int> padding, padding_end;  ///< PixelPaddingValue, …RangeLimit
  double slope = 1.0, intercept = 0.0;      ///< of the first frame, or of all

  /// The stored value that is held as 0: 32 bits without a sign fit only so into a signed number.
  std::int64_t zero() const { return !is_signed && bits_stored == 32 ? std::int64_t{1} << 31 : 0; }
  std::size_t samples() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
};

/// Errors: unsupported, unreadable (contradictions).
Result<PixelFormat> pixel_format(DcmDataset& data);

/// RescaleSlope and RescaleIntercept of one frame of an enhanced file; those of `format` elsewhere.
struct Rescale {
  double slope = 1.0, intercept = 0.0;
  bool operator==(const Rescale&) const = default;
};
Rescale rescale_of_frame(DcmDataset& data, const PixelFormat& format, int frame);

/// The stored values of one frame less format.zero(), sign and bits sorted out; columns * rows,
/// column fastest.
/// Errors: unreadable, unsupported.
Result<std::vector<std::int32_t>> decode_frame(DcmDataset& data, const PixelFormat& format,
                                               int frame);

}  // namespace lv
