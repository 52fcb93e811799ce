// Decoded pixels of one frame, before any geometry.
#pragma once

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/values_dcmtk.h"

namespace lv {

/// How the samples of a file are stored (PS3.3 C.7.6.3), and what is known of each of its frames:
/// found once, since DCMTK walks through all frames before the one that is asked for.
struct PixelFormat {
  int columns = 0, rows = 0, frames = 1;  ///< of a whole frame
  int bits_allocated = 16, bits_stored = 16, high_bit = 15;
  bool is_signed = false;
  bool more_is_darker = false;              ///< MONOCHROME1
  std::optional<int> padding, padding_end;  ///< PixelPaddingValue, …RangeLimit
  Rescale rescale;                          ///< of all frames that have none of their own
  std::vector<Rescale> rescales;            ///< of each frame of an enhanced file; else empty
  std::optional<ValueTable> table;          ///< where values are looked up instead
  std::string_view scale_doubt;             ///< why values are not scaled as it says; or empty

  std::size_t packed_bytes = 0;              ///< of compressed pixels, all frames together
  std::vector<DcmPixelItem*> fragments;      ///< of compressed pixels, the offset table first
  std::vector<std::size_t> first_fragments;  ///< of each frame, then the end

  /// The stored value that is held as 0: 32 bits without a sign fit only so into a signed number.
  std::int64_t zero() const { return !is_signed && bits_stored == 32 ? std::int64_t{1} << 31 : 0; }
  std::size_t samples() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
};

/// Errors: unsupported, unreadable (contradictions).
Result<PixelFormat> pixel_format(DcmDataset& data);

/// RescaleSlope and RescaleIntercept of one frame.
Rescale rescale_of_frame(const PixelFormat& format, int frame);

/// The stored values of one frame less format.zero(), sign and bits sorted out; columns * rows,
/// column fastest.
/// Errors: unreadable, unsupported.
Result<std::vector<std::int32_t>> decode_frame(DcmDataset& data, const PixelFormat& format,
                                               int frame);

}  // namespace lv
