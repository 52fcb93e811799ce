// What a series' header says about places, and how far each of it can be trusted.
#pragma once

#include <string>
#include <vector>

#include "engine/study/matrix.h"

namespace lv {

/// One line each for position, SpacingBetweenSlices, SliceThickness and SliceLocation, as far as
/// they are there: "SliceThickness 5.0 mm: nominal; 1.0 mm between slices was not scanned".
std::vector<std::string> trust_in_places(const Series& series);

}  // namespace lv
