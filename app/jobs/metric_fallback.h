// A metric that goes on with another backend when its device fails: a card that is lost, or that
// has no memory left, then costs a user nothing but time.
#pragma once

#include <functional>

#include "engine/registration/metric.h"

namespace lv {

/// A metric that uses `first` until one of its calls fails, and from then on `second` for every
/// pair; the call that failed is repeated there. `told` is called once, at the first failure, on
/// the thread of that call.
std::shared_ptr<Metric> make_fallback_metric(std::shared_ptr<Metric> first,
                                             std::shared_ptr<Metric> second,
                                             std::function<void(const Error&)> told);

}  // namespace lv
