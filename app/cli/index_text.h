// The matrix as text for people.
#pragma once

#include <string>

#include "engine/study/matrix.h"

namespace lv {

/// Rows with their dates, what was left out and why. No names.
std::string index_text(const Matrix& matrix);

/// One line for each row: "  3  Brain · FLAIR · axial": what a query that fits several rows lists.
std::string row_list_text(const Matrix& matrix, const std::vector<int>& rows);

}  // namespace lv
