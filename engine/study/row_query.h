// Rows of a matrix by their number or by words.
#pragma once

#include <string>
#include <vector>

#include "engine/study/matrix.h"

namespace lv {

/// The rows a query means: a row's number, or words of its name in any order ("flair ax brain"). A
/// row named by exactly these words wins over rows that have more. Several: the caller lists them.
std::vector<int> find_rows(const Matrix& matrix, const std::string& query);

}  // namespace lv
