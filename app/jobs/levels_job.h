// The levels of a row's dates, for the window and for commands.
#pragma once

#include <atomic>
#include <thread>

#include "app/jobs/read_row.h"
#include "engine/core/bounded_queue.h"

namespace lv {

/// Finds the levels of each date, if the row may show a spine (take_levels); where the row cuts
/// across it with the help of other rows. Errors: those of the metric; cancelled.
Result<void> add_levels(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                        const Progress& progress);

/// Finds the levels of a row's dates in the background, one date after the other.
class LevelsJob {
 public:
  struct Found {
    std::size_t date = 0;
    SpineAlignment found;
    std::vector<SpineLevel> known_levels;  ///< as another row has them (ComparedDate::known_levels)
  };
  /// The dates of the row must be lined up. Nobody else may use the metric until the job is done.
  LevelsJob(ComparedRow row, RowOnDisk found, MetricSource metric);
  ~LevelsJob();
  std::optional<Found> take() { return found_.try_pop(); }
  bool done() const { return done_; }  ///< ask before take(), which may still give something then

 private:
  BoundedQueue<Found> found_{64};
  std::atomic<bool> done_{false};
  std::jthread thread_;  // destroyed first: stops and waits
};

}  // namespace lv
