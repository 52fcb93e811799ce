// Between pictures and the matrix: every volume with the facts that the rules look at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/study/appearance.h"
#include "engine/study/classify.h"
#include "engine/study/matrix.h"
#include "engine/study/stack.h"

namespace lv {

inline constexpr double no_time = 1e15;  ///< later than any

/// One volume that may become a series of the matrix.
struct Candidate {
  Stack stack;
  Facts facts;
  Classification verdict;
  SeriesKey key;
  std::string study_uid;        ///< of the visit
  double measured_s = no_time;  ///< seconds since 1970, by the scanner's clock and dates
  int series = -1;              ///< index into Matrix::series, once it is there

  /// Sets the verdict from the facts.
  void judge();
  /// Takes what its pixels look like for what its header does not tell, and judges again.
  void see(const Appearance& seen);
};

/// All volumes of one series, in the order of their parts, with the facts they have among each
/// other.
std::vector<Candidate> candidates_of_series(const PictureGroup& series);

/// Fills the facts that need the rest of the study, and judges again where they matter.
void judge_in_study(std::vector<Candidate*>& study);

}  // namespace lv
