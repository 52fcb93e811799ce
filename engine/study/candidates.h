// The step between pictures and matrix: every volume, with the facts that the rules look at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/study/appearance.h"
#include "engine/study/classify.h"
#include "engine/study/matrix.h"
#include "engine/study/stack.h"

namespace lv {

inline constexpr double no_time = 1e15;  ///< not known; sorts behind all known times

/// One volume that may become a series of the matrix.
struct Candidate {
  Stack stack;
  Facts facts;
  Classification verdict;
  SeriesKey key;
  std::string study_uid;        ///< of the visit
  double measured_s = no_time;  ///< seconds since 1970, by the scanner's clock and dates
  int series = -1;              ///< index into Matrix::series, once it is there

  /// Judges by the rules: sets the verdict from the facts.
  void judge();
  /// Where the header does not tell region or weighting, takes them from the pixels and judges
  /// again.
  void see(const Appearance& seen);
};

/// All volumes of one series, in the order of their parts, with the facts that follow from
/// comparing them with each other.
std::vector<Candidate> candidates_of_series(const PictureGroup& series);

/// Fills in the facts that follow from the rest of the study, and judges again where they matter.
void judge_in_study(std::vector<Candidate*>& study);

}  // namespace lv
