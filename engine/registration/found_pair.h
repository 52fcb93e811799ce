// A finished registration, as the checks that come after it take it.
#pragma once

#include <memory>

#include "engine/registration/metric.h"
#include "engine/registration/prepared_volume.h"

namespace lv {

struct FoundPair {
  std::shared_ptr<const PreparedVolume> first, second;
  std::shared_ptr<const MetricSide> first_fine, second_fine;  ///< as the last climb used them
  Climb found;                                                ///< first to second
  bool moving_is_first = false;
};

}  // namespace lv
