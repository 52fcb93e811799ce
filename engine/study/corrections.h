// Corrections: what a person has said about the scans.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/study/date.h"
#include "engine/study/series_key.h"

namespace lv {

inline constexpr double least_slice_spacing_mm = 0.05, most_slice_spacing_mm = 100;

/// Wins over everything found; belongs in the session file.
struct Corrections {
  struct Placement {
    SeriesKey series;
    std::optional<SeriesKey> with;  ///< joins the row of this one; empty: a row of its own
  };
  std::vector<Placement> placements;
  std::vector<std::pair<std::string, Date>> dates;  ///< study UID -> date typed in
  bool one_person = false;                          ///< "yes, all of this is one person"
  /// Volume -> true distance of its slices, mm, where its header states a wrong one; 0: as its
  /// header says after all.
  std::vector<std::pair<SeriesKey, double>> slice_spacings;
};

}  // namespace lv
