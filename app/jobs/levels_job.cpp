#include "app/jobs/levels_job.h"

#include <utility>

#include "app/jobs/other_rows.h"
#include "app/jobs/spine_levels.h"
#include "engine/core/caught.h"

namespace lv {
namespace {

template <class Take>
Result<void> levels_of_row(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                           const Progress& progress, const Take& take) {
  const Region region = found.matrix->rows[static_cast<std::size_t>(found.row)].kind.region;
  if (!may_show_spine(region)) return {};
  LV_TRY(take_levels_of_other_rows(row, found, metric, progress));
  return find_levels(row, metric, progress.stop, take);
}

}  // namespace

Result<void> add_levels(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                        const Progress& progress) {
  return levels_of_row(row, found, metric, progress, [&](std::size_t date, SpineAlignment of) {
    take_levels(row.dates[date], std::move(of));
  });
}

LevelsJob::LevelsJob(ComparedRow row, RowOnDisk found, MetricSource metric)
    : thread_([this, row = std::move(row), found = std::move(found),
               metric = std::move(metric)](std::stop_token stop) mutable {
        // An error is not passed on: it can only be the metric's, which was said before.
        static_cast<void>(guarded([&] {
          return levels_of_row(
              row, found, metric, {{}, stop}, [&](std::size_t date, SpineAlignment of) {
                found_.push_or_wait({date, std::move(of), row.dates[date].known_levels});
              });
        }));
        done_ = true;
      }) {}

LevelsJob::~LevelsJob() {
  thread_.request_stop();
  found_.close();
}

}  // namespace lv
