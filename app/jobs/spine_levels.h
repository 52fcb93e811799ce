// A spine bends between two visits, so its dates are lined up level by level too.
#pragma once

#include <atomic>
#include <thread>

#include "app/jobs/read_row.h"
#include "engine/core/bounded_queue.h"

namespace lv {

/// The levels that two scans share. `whole`: where the moving scan lies as a whole, a start only.
/// Errors: align_spine()'s; unsupported: no column is to be seen in the fixed scan.
Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop);

/// Whether rows of this region are lined up level by level where a column is found.
bool may_show_spine(Region region);

/// Sets the levels of a date that is lined up as a whole, and says in its answer where one pose for
/// all of it is not right.
void take_levels(ComparedDate& date, std::vector<SpineLevel> levels);

/// Finds and takes the levels of each date of a row that may show a spine. Other rows are left as
/// they are. Errors: the metric's; cancelled.
Result<void> add_levels(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                        const Progress& progress);

/// Finds the levels of a row's dates in the background, one date after the other.
class LevelsJob {
 public:
  struct Found {
    std::size_t date = 0;
    std::vector<SpineLevel> levels;
  };
  /// Of a row whose dates are lined up. Nobody else may use the metric until the job is done.
  LevelsJob(ComparedRow row, MetricSource metric);
  ~LevelsJob();
  std::optional<Found> take() { return found_.try_pop(); }
  bool done() const { return done_; }  ///< what it has found may still be there to take

 private:
  BoundedQueue<Found> found_{64};
  std::atomic<bool> done_{false};
  std::jthread thread_;  // destroyed first: stops and waits
};

}  // namespace lv
