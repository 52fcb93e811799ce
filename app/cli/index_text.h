// The matrix as text for people.
#pragma once

#include <string>

#include "engine/study/matrix.h"

namespace lv {

/// Rows with their dates, what was left out and why. No names.
std::string index_text(const Matrix& matrix);

}  // namespace lv
