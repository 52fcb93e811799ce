// Fits the contrast of a row's dates in the background.
#pragma once

#include <thread>

#include "app/row/equal_contrast.h"
#include "engine/core/bounded_queue.h"
#include "engine/core/caught.h"

namespace lv {

class ContrastJob {
 public:
  struct Fitted {
    std::size_t date = 0;
    std::optional<ContrastFit> fit;
  };

  explicit ContrastJob(std::vector<ContrastTask> tasks)
      : left_(tasks.size()),
        fitted_(tasks.size() + 1),
        thread_([this, tasks = std::move(tasks)](const std::stop_token& stop) {
          for (const ContrastTask& task : tasks) {
            std::optional<ContrastFit> fit;
            static_cast<void>(guarded([&]() -> Result<void> {
              fit = task.fit(stop);
              return {};
            }));
            if (stop.stop_requested()) return;
            fitted_.push_or_drop({task.date, fit});
          }
        }) {}

  std::optional<Fitted> take() {
    auto fitted = fitted_.try_pop();
    if (fitted) --left_;
    return fitted;
  }
  /// Everything has been taken.
  bool done() const { return left_ == 0; }

 private:
  std::size_t left_;
  BoundedQueue<Fitted> fitted_;
  std::jthread thread_;  // destroyed first: stops and waits
};

}  // namespace lv
