// Lines up the dates of a row in the background and posts every date's pose as it settles.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

#include "app/jobs/follow_job.h"
#include "app/jobs/metric_choice.h"
#include "app/row/comparison.h"
#include "engine/core/bounded_queue.h"
#include "engine/core/progress.h"

namespace lv {

class AlignJob {
 public:
  struct Update {
    std::size_t reference = 0;  ///< what the poses are relative to
    std::size_t date = 0;
    RigidPose pose;
    AlignmentState state = AlignmentState::running;
    DateAlignment alignment;  ///< once settled
  };

  AlignJob(const Comparison& row, std::shared_ptr<MetricChoice> metric);
  ~AlignJob();

  std::vector<Update> take();
  bool done() const { return done_; }
  /// After done(): why it could not be done, or a fallback that matters; empty: nothing to say.
  const std::string& problem() const { return problem_; }
  /// After done(): the volumes as they were prepared, for refining by hand; empty where it failed.
  const PreparedRow& prepared() const { return prepared_; }

 private:
  BoundedQueue<Update> updates_{1024};
  std::atomic<bool> done_{false};
  std::string problem_;
  PreparedRow prepared_;
  std::jthread thread_;
};

/// Where and on what a row is lined up at once.
struct AlignRequest {
  std::string metric = "auto";    ///< auto, cpu, cuda
  std::optional<Focus> focus;     ///< in the space of the reference; none: the whole
  std::optional<CardId> drawing;  ///< the card that draws, if any
};

/// Lines up a row and returns when it is done, for commands without a window. Errors:
/// align_row()'s; no such metric.
Result<void> align_now(Comparison& row, const AlignRequest& request, const Progress& progress);

}  // namespace lv
