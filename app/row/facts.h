// What is printed about the dates of a row, from the matrix. Nothing of the patient's identity but
// where its name says so.
#pragma once

#include "app/row/comparison.h"
#include "engine/study/matrix.h"

namespace lv {

/// The row `row` (an index) of the matrix, nothing read yet: every date at its scanner position.
/// The reference is the oldest date.
Comparison comparison_of(const Matrix& matrix, int row);

/// "Siemens, 1.5 T".
std::string scanner_text(const Study& study);
/// "5 mm slices, 6 mm apart, 0.9 mm pixels".
std::string slices_text(const Series& series);
/// What differs between two dates besides the time: "1.5 T → 3 T · 5 → 3 mm slices"; empty:
/// nothing.
std::string differences_text(const DateFacts& first, const DateFacts& second);

/// Name and birth date of the person of a row, for the doctor's film only.
std::string person_text(const Matrix& matrix, int row);
}  // namespace lv
