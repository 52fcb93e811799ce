// Second copies of pictures: the same study on two discs, key images sent along. A SOPInstanceUID
// alone does not make a copy, since anonymisers write one for all: place and number have to agree,
// and the pixels.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/study/matrix.h"
#include "engine/study/place.h"

namespace lv {

/// Two series (or one, twice): UID, number and description of each.
using SeriesPair = std::pair<std::string, std::string>;

/// Two pictures that are copies of each other if their pixels agree.
struct SuspectedCopy {
  SeriesPair series;
  const Picture *first, *second;
};

/// One suspect of each pair of series that seem to share pictures: of the middle, where there is
/// most to see. Whoever can read pixels compares these, and tells without_copies() which pairs do
/// not agree.
std::vector<SuspectedCopy> suspected_copies(const std::vector<Picture>& pictures);

/// Every picture once: of copies, that of the larger series, never compressed with loss where there
/// is such a one. The others go to `left_out`. `unlike`: pairs of series whose pixels differ.
PictureGroup without_copies(const std::vector<Picture>& pictures,
                            const std::set<SeriesPair>& unlike, std::vector<LeftOut>& left_out);

}  // namespace lv
