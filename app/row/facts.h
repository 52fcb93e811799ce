// What is printed about the dates of a row, from the matrix. Nothing of the patient's identity but
// where its name says so.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/matrix.h"

namespace lv {

inline constexpr const char* agent_not_known = "contrast agent not known";

/// What is printed about a date. It holds nothing of the patient's identity.
struct DateFacts {
  std::string date;             ///< date_text()
  std::string year;             ///< "2011"; "no date"
  std::optional<double> years;  ///< since the row's oldest date; empty: the date is not known
  std::string scanner;          ///< scanner_text()
  std::string slices;           ///< "5 mm slices, 6 mm apart, 0.9 mm pixels"
  double field_strength_t = 0;
  double thickness_mm = 0;
  double slice_spacing_mm = 0;  ///< as the headers say; known before the volume is read
  bool spacing_typed = false;   ///< that is as the user says, not the headers
  std::string contrast;         ///< "after contrast agent", "no contrast agent", agent_not_known
  std::string series;           ///< "series 4"
  std::vector<int> instance_numbers;  ///< of each slice, 0: none; "image 12" finds the original
  std::vector<std::string> findings;  ///< "slice 12 of 28 is missing; 5 mm apart elsewhere"
};

/// `first`: date of the row's oldest study; empty: not known.
DateFacts facts_of(const Matrix& matrix, const Series& series, const std::optional<Date>& first);

/// "4 Mar 2011", "4 Mar 2011 (typed)"; without one: "visit2", "no date".
std::string date_text(const Study& study);
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
