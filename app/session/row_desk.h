// RowDesk: reads, lines up and refines the row that is open, in the background, and tells the state
// what came of it. Main thread only.
#pragma once

#include <memory>

#include "app/jobs/align_job.h"
#include "app/jobs/jobs.h"
#include "app/session/state.h"

namespace lv {

class RowDesk {
 public:
  explicit RowDesk(std::shared_ptr<MetricChoice> metric) : metric_(std::move(metric)) {}

  /// Begins what is wanted, and takes in what has been done since the last call.
  void poll(SessionState& state);

 private:
  void end_jobs();
  void poll_load(SessionState& state);
  void poll_align(SessionState& state);
  void poll_follow(OpenRow& open, const View& view);

  std::shared_ptr<MetricChoice> metric_;
  // One after the other: the row is read, then lined up, then refined. Each job is made when the
  // one before is done.
  std::unique_ptr<LoadJob> load_;
  std::unique_ptr<AlignJob> align_;
  std::unique_ptr<FollowJob> follow_;
  std::uint64_t wish_ = 0;  ///< number that follow_ has given the row's refinement; 0: none
};

}  // namespace lv
