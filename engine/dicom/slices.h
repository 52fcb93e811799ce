// Decoded slices of a series, one at a time: opens each file once, cuts tiles out of mosaics.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/toolkit.h"
#include "engine/study/matrix.h"

namespace lv {

/// Stored values of one slice and how they become values of the scan: value = stored * slope +
/// intercept. More is brighter; padding holds the least value of the picture.
struct DecodedSlice {
  std::vector<std::int32_t> stored;  ///< size.x * size.y, column fastest
  double slope = 1.0, intercept = 0.0;
  std::string_view scale_doubt = {};  ///< why it is not scaled as its header says; empty: it is
};

/// The slices of `series` that lie in one file, in the order of `which` (indices of slices, all of
/// the same source). Errors: unreadable, unsupported.
Result<std::vector<DecodedSlice>> decode_slices(const Series& series,
                                                const std::vector<std::size_t>& which);
/// The same from a file that is open already. May throw what DCMTK throws.
Result<std::vector<DecodedSlice>> decode_slices(const DicomFile& file, const Series& series,
                                                const std::vector<std::size_t>& which);

/// Indices of the slices of each file, in the order of the first slice.
std::vector<std::vector<std::size_t>> slices_by_file(const Series& series);

}  // namespace lv
