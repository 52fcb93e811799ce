// Decoded slices of a series, one at a time: opens each file once, cuts tiles out of mosaics.
#pragma once

#include <cstdint>
#include <functional>
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

/// Takes a slice when it is decoded, or why it could not be (unreadable, unsupported).
using TakeSlice = std::function<void(std::size_t slice, Result<DecodedSlice> decoded)>;

/// The slices of `series` that lie in one file, one after the other, in the order of `which`
/// (indices of slices, all of the same source). Errors: what is wrong with the file as a whole,
/// before any slice is taken: unreadable, unsupported.
Result<void> decode_slices(const Series& series, const std::vector<std::size_t>& which,
                           const TakeSlice& take);
/// The same from a file that is open already. May throw what DCMTK throws.
Result<void> decode_slices(const DicomFile& file, const Series& series,
                           const std::vector<std::size_t>& which, const TakeSlice& take);

/// One slice. Errors: unreadable, unsupported.
Result<DecodedSlice> decode_slice(const Series& series, std::size_t slice);

/// Indices of the slices of each file, in the order of the first slice.
std::vector<std::vector<std::size_t>> slices_by_file(const Series& series);

}  // namespace lv
