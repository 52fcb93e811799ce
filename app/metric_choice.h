// Which backend computes the alignment: --metric auto, cpu or cuda.
#pragma once

#include <memory>
#include <string>

#include "engine/core/result.h"
#include "engine/registration/metric.h"

namespace lv {

/// Errors: "cuda" was asked for and this build or machine has none.
Result<std::shared_ptr<Metric>> choose_metric(const std::string& wish);

}  // namespace lv
