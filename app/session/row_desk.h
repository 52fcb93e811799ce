// RowDesk: reads, lines up and refines the row that is open, in the background, and tells the state
// what came of it. Main thread only.
#pragma once

#include <memory>

#include "app/jobs/contrast_job.h"
#include "app/jobs/jobs.h"
#include "app/jobs/levels_job.h"
#include "app/jobs/metric_choice.h"
#include "app/session/state.h"
#include "engine/registration/row_service.h"

namespace lv {

class RowDesk {
 public:
  explicit RowDesk(std::shared_ptr<MetricChoice> metric) : metric_(std::move(metric)) {}

  /// Begins what is wanted, and takes in what has been done since the last call.
  void poll(SessionState& state);

 private:
  void end_jobs();
  void poll_load(SessionState& state);
  void begin_further(SessionState& state);
  void begin_aligning(SessionState& state);
  void poll_further(OpenRow& open);
  void poll_aligner(SessionState& state);
  void take(OpenRow& open, std::size_t place, RowService::News news);
  void begin_levels(SessionState& state);
  void poll_levels(SessionState& state);
  void end_aligning(SessionState& state);
  void begin_equalising(OpenRow& open);
  void poll_contrast(SessionState& state);

  std::shared_ptr<MetricChoice> metric_;
  // One after the other: the row is read, lined up, a spine also level by level, and refined.
  std::unique_ptr<LoadJob> load_;
  std::unique_ptr<LoadJob> further_;  ///< beside what follows
  std::vector<int> further_series_;   ///< that it reads
  std::unique_ptr<RowService> aligner_;
  std::unique_ptr<LevelsJob> levels_;
  std::unique_ptr<ContrastJob> contrast_;
  std::uint64_t wish_ = 0;  ///< number that aligner_ has given the row's refinement; 0: none
};

}  // namespace lv
