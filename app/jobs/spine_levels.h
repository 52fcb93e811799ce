// A spine bends between two visits, so its dates are lined up level by level too.
#pragma once

#include <atomic>
#include <thread>

#include "app/jobs/read_row.h"
#include "engine/core/bounded_queue.h"

namespace lv {

/// The levels that two scans share. The search starts from `whole`, the pose of the moving scan as
/// one rigid piece. Errors: those of align_spine(); unsupported: the fixed scan shows no column.
Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop);

/// Whether rows of this region are lined up level by level where a column is found.
bool may_show_spine(Region region);

/// Gives its levels to a date that is already lined up as a whole. Where one rigid pose is not
/// right for all of it, the date's alignment says so from then on (say_bend).
void take_levels(ComparedDate& date, std::vector<SpineLevel> levels);

/// Finds the levels of each date, if the row may show a spine (take_levels). Errors: those of the
/// metric; cancelled.
Result<void> add_levels(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                        const Progress& progress);

/// Finds the levels of a row's dates in the background, one date after the other.
class LevelsJob {
 public:
  struct Found {
    std::size_t date = 0;
    std::vector<SpineLevel> levels;
  };
  /// The dates of the row must be lined up. Nobody else may use the metric until the job is done.
  LevelsJob(ComparedRow row, MetricSource metric);
  ~LevelsJob();
  std::optional<Found> take() { return found_.try_pop(); }
  bool done() const { return done_; }  ///< ask before take(), which may still give something then

 private:
  BoundedQueue<Found> found_{64};
  std::atomic<bool> done_{false};
  std::jthread thread_;  // destroyed first: stops and waits
};

}  // namespace lv
