// Corrections: what a person has said about the scans.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/study/date.h"
#include "engine/study/series_key.h"

namespace lv {

/// Wins over everything found; belongs in the session file.
struct Corrections {
  struct Placement {
    SeriesKey series;
    std::optional<SeriesKey> with;  ///< joins the row of this one; empty: a row of its own
  };
  std::vector<Placement> placements;
  std::vector<std::pair<std::string, Date>> dates;  ///< study UID -> date typed in
  bool one_person = false;                          ///< "yes, all of this is one person"
};

}  // namespace lv
