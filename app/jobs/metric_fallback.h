// A metric that goes on elsewhere when its device fails: a card that is lost, or that has no room,
// costs a user nothing but time.
#pragma once

#include <functional>

#include "engine/registration/metric.h"

namespace lv {

/// `first` until one of its calls fails, then `second` for good, for every pair; a call that failed
/// is repeated there. `told` hears of the first failure, on the thread that meets it.
std::shared_ptr<Metric> make_fallback_metric(std::shared_ptr<Metric> first,
                                             std::shared_ptr<Metric> second,
                                             std::function<void(const Error&)> told);

}  // namespace lv
