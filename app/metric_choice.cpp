#include "app/metric_choice.h"

namespace lv {

Result<std::shared_ptr<Metric>> choose_metric(const std::string& wish) {
  if (wish == "cuda") {
    return Error{ErrorCode::unavailable, "this build has no CUDA metric; use --metric auto", ""};
  }
  return std::shared_ptr<Metric>(make_cpu_metric());
}

}  // namespace lv
