// Pixels of one series of the matrix: the whole volume, or a small picture of its middle.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/study/matrix.h"
#include "engine/volume/volume.h"

namespace lv {

/// Decodes all slices, on all threads, into the geometry of the series. Values are the stored ones
/// after RescaleSlope and RescaleIntercept; integers are kept exactly. MONOCHROME1 is turned so
/// that more is brighter; padding gets the darkest value. A slice that cannot be read (its file
/// changed, vanished or is damaged) is missing in the volume, which says so in its findings.
/// Errors: unreadable (all slices), unsupported (encoding), unavailable (memory), cancelled.
Result<Volume> load_volume(const Series& series, const Progress& progress = {});

/// The middle slice (or one beside it, where that is broken), windowed to 8 bits, in square pixels,
/// turned the radiological way round; the longer side is at most `size_px`. Reads one picture only.
struct Thumbnail {
  int width = 0, height = 0;
  std::vector<std::uint8_t> grey;  ///< width * height, rows from the top
};
Result<Thumbnail> load_thumbnail(const Series& series, int size_px = 128);

}  // namespace lv
