// From pictures to the matrix. Where headers tell too little, this is done in two steps, because
// reading pixels takes long and can be stopped: build, look at the pixels of unclear_series(), and
// build again with what they look like.
#pragma once

#include <map>
#include <vector>

#include "engine/study/appearance.h"
#include "engine/study/matrix.h"

namespace lv {

/// What the pixels of some series look like.
using Looks = std::map<SeriesKey, Look>;

/// The pictures of one or more people, sorted into rows. `left_out`: files that gave no picture.
/// The same pictures give the same matrix, whatever their order.
Matrix build_matrix(const std::vector<Picture>& pictures, std::vector<LeftOut> left_out,
                    const Corrections& corrections, const Looks& looks = {});

/// Series of which neither header nor `looks` tell the weighting or the region.
std::vector<const Series*> unclear_series(const Matrix& matrix, const Looks& looks);

}  // namespace lv
