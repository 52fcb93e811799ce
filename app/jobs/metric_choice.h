// Which backend computes the alignment: --metric auto, cpu or cuda. Chosen when it is first needed
// and kept as long as the program runs, so that volumes stay on the card. Any thread.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/core/log.h"
#include "engine/registration/metric.h"
#include "registration_cuda/card.h"

namespace lv {

using CardOpener = std::function<Result<std::shared_ptr<Card>>()>;

/// The CUDA card with this id (what Vulkan draws on) where it can be used, else another one.
CardOpener cuda_opener(const std::optional<CardId>& drawing = {});

class MetricChoice : public std::enable_shared_from_this<MetricChoice> {
 public:
  /// `wish`: auto, cpu or cuda.
  static std::shared_ptr<MetricChoice> make(std::string wish, CardOpener open = cuda_opener());

  /// With auto, the processor computes where there is no card, and when a card fails. Error: cuda
  /// was asked for, and there is no card that can be used.
  Result<std::shared_ptr<Metric>> metric();
  MetricSource source() {
    return [self = shared_from_this()] { return self->metric(); };
  }

  /// Why the processor computes although a card was looked for. Empty: a card computes, or nothing
  /// has asked for metric() yet.
  std::string fallback() const;

 private:
  MetricChoice(std::string wish, CardOpener open)
      : wish_(std::move(wish)), open_(std::move(open)) {}
  void fall_back(log::Level level, const Error& error);

  std::string wish_;
  CardOpener open_;
  std::mutex choosing_;
  std::optional<Result<std::shared_ptr<Metric>>> chosen_;
  mutable std::mutex telling_;
  std::string fallback_;
};

}  // namespace lv
