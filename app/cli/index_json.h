// The matrix as JSON for other programs.
#pragma once

#include <string>

#include "engine/study/matrix.h"

namespace lv {

/// Names and birth dates are not in it. Bytes that are no UTF-8 are replaced.
std::string index_json(const Matrix& matrix);

}  // namespace lv
