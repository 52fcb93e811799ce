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

/// One pair of pictures for each two series that seem to share pictures, from the middle, where
/// most is to be seen. Who can read pixels compares them and tells without_copies() which do not
/// agree.
std::vector<SuspectedCopy> suspected_copies(const std::vector<Picture>& pictures);

/// Every picture once. Of copies one is kept that was never compressed with loss, if there is one,
/// and of these the one in the larger series; the others go to `left_out`. `unlike`: pairs of
/// series whose pixels differ.
PictureGroup without_copies(const std::vector<Picture>& pictures,
                            const std::set<SeriesPair>& unlike, std::vector<LeftOut>& left_out);

}  // namespace lv
