// What could stand in where a row has nothing of a study.
#pragma once

#include <string>
#include <vector>

#include "engine/study/matrix.h"

namespace lv {

/// A series that could stand in where its study has no cell: like the row's, not the same.
struct Offer {
  int study = 0, series = 0;
  double similarity = 0.0;  ///< at least similar_from (similarity.h)
  std::string because;      ///< "3D instead of 2D; slices 1 instead of 5 mm"
};

/// For each study without a cell in the row, the series most like the row's. Compares all series;
/// for every row of a matrix that is as much as the square of it.
std::vector<Offer> offers_for(const Matrix& matrix, const Row& row);

}  // namespace lv
