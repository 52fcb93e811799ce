#include "app/jobs/metric_choice.h"

#include "app/jobs/metric_fallback.h"
#include "registration_cuda/metric_cuda.h"

namespace lv {

CardOpener cuda_opener(const std::optional<CardId>& drawing) {
  return [drawing] { return open_cuda_card(drawing); };
}

std::shared_ptr<MetricChoice> MetricChoice::make(std::string wish, CardOpener open) {
  return std::shared_ptr<MetricChoice>(new MetricChoice(std::move(wish), std::move(open)));
}

Result<std::shared_ptr<Metric>> MetricChoice::metric() {
  const std::scoped_lock lock(choosing_);
  if (chosen_) return *chosen_;
  const auto on_card = [&]() -> Result<std::shared_ptr<Metric>> {
    LV_ASSIGN(auto card, open_());
    return make_card_metric(std::move(card));
  };
  chosen_ = wish_ == "cpu" ? std::shared_ptr<Metric>(make_cpu_metric()) : on_card();
  if (wish_ != "auto") return *chosen_;
  if (!*chosen_) {
    fall_back(log::Level::info, chosen_->error());
    chosen_ = std::shared_ptr<Metric>(make_cpu_metric());
  } else {
    // A pair of the metric may outlive this object, so that the callback must not own it.
    chosen_ = make_fallback_metric(**chosen_, make_cpu_metric(),
                                   [weak = weak_from_this()](const Error& error) {
                                     if (const auto self = weak.lock())
                                       self->fall_back(log::Level::warning, error);
                                   });
  }
  return *chosen_;
}

std::string MetricChoice::fallback() const {
  const std::scoped_lock lock(telling_);
  return fallback_;
}

void MetricChoice::fall_back(log::Level level, const Error& error) {
  log::write(level, "alignment", "on the processor: " + error.text());
  const std::scoped_lock lock(telling_);
  fallback_ = error.text();
}

}  // namespace lv
