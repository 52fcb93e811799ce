// Frames that hold many slices side by side: mosaics of Siemens, grids of UIH (United Imaging).
#pragma once

#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/attributes_dcmtk.h"

namespace lv {

/// ImageType tells it.
bool says_tiled(const SeriesHeader& header);

/// The slices of such a frame, each in its place. Error: a layout that is not known.
Result<std::vector<Picture>> tiles_of(const Record& record);

}  // namespace lv
