// A finished registration, as the checks after it (mirror_test.h, stretch_test.h) need it.
#pragma once

#include <memory>

#include "engine/registration/metric.h"
#include "engine/registration/prepared_volume.h"

namespace lv {

struct FoundPair {
  std::shared_ptr<const PreparedVolume> first, second;
  std::shared_ptr<const MetricSide> first_fine, second_fine;  ///< as the last climb used them
  Climb found;                                                ///< maps first to second points
  bool moving_is_first = false;
};

}  // namespace lv
