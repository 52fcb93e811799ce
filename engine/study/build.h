// From pictures to the matrix. Where headers tell too little, this is done in two steps, because
// reading pixels takes long and can be stopped: compare the pixels of suspected_copies(), build,
// look at the pixels of unclear_series(), and build again with what they look like.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "engine/study/appearance.h"
#include "engine/study/copies.h"
#include "engine/study/corrections.h"
#include "engine/study/matrix.h"

namespace lv {

/// What the pixels of some series look like, by series.
using Appearances = std::map<SeriesKey, Appearance>;

/// Answers that only pixels give, for the series whose pixels have been read.
struct PixelAnswers {
  Appearances appearances;
  std::set<SeriesPair> unlike;  ///< pairs of suspected_copies() that turned out to be no copies
};

/// The pictures of one or more people, sorted into rows. `left_out`: files that gave no picture.
/// The same pictures give the same matrix, whatever their order.
Matrix build_matrix(const std::vector<Picture>& pictures, std::vector<LeftOut> left_out,
                    const Corrections& corrections, const PixelAnswers& pixels = {});

/// Series of which neither header nor pixels tell the weighting or the region.
std::vector<const Series*> unclear_series(const Matrix& matrix, const PixelAnswers& pixels);

}  // namespace lv
