#include "app/jobs/spine_levels.h"

#include <utility>

#include "engine/core/caught.h"
#include "engine/registration/prepared_volume.h"

namespace lv {
namespace {

using Prepared = std::shared_ptr<const PreparedVolume>;

/// The fixed scan, prepared once for all dates that are lined up to it.
struct FixedSpine {
  Prepared volume;
  SpineColumn column;
};

Result<FixedSpine> fixed_spine(const VolumePtr& volume, const std::stop_token& stop) {
  FixedSpine fixed{nullptr, find_column(*volume)};
  if (!column_is_found(fixed.column)) {
    return Error{ErrorCode::unsupported, "no column of vertebrae can be told in the first scan"};
  }
  LV_ASSIGN(fixed.volume, PreparedVolume::prepare(volume, stop));
  return fixed;
}

Result<SpineAlignment> levels_of(const MetricSource& metric, const FixedSpine& fixed,
                                 const VolumePtr& moving, const RigidPose& whole,
                                 const std::stop_token& stop) {
  SpineTask task{fixed.volume, nullptr, fixed.column, {}, {whole, RigidPose{}}};
  LV_ASSIGN(task.moving, PreparedVolume::prepare(moving, stop));
  SpineColumn column = find_column(*moving);
  if (column_is_found(column)) task.moving_column = std::move(column);
  LV_ASSIGN(const std::shared_ptr<Metric> device, metric());
  return align_spine(device, task, stop);
}

/// Calls `take` with each date and its levels.
template <class Take>
Result<void> find_levels(const ComparedRow& row, const MetricSource& metric,
                         const std::stop_token& stop, const Take& take) {
  const VolumePtr& reference = row.dates[row.reference].volume;
  if (!reference || row.dates[row.reference].flat) return {};
  const auto fixed = fixed_spine(reference, stop);
  // A reference without a column, or one that registration cannot use, has no levels. The latter
  // was already said when the row was lined up.
  if (!fixed) return {};
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    if (d == row.reference || !date.alignment.pose) continue;
    auto found = levels_of(metric, *fixed, date.volume, *date.alignment.pose, stop);
    if (!found && found.error().code == ErrorCode::unsupported) continue;
    if (!found) return std::move(found).error();
    take(d, std::move(found->levels));
  }
  return {};
}

}  // namespace

Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop) {
  LV_ASSIGN(const FixedSpine spine, fixed_spine(fixed, stop));
  return levels_of(metric, spine, moving, whole, stop);
}

bool may_show_spine(Region region) {
  return region != Region::brain && region != Region::other;
}

void take_levels(ComparedDate& date, std::vector<SpineLevel> levels) {
  date.levels = std::move(levels);
  say_bend(date.alignment, date.levels);
  date.pose = *date.alignment.pose;
  date.bend = bend_of(date.pose, date.levels);
}

Result<void> add_levels(ComparedRow& row, const RowOnDisk& found, const MetricSource& metric,
                        const Progress& progress) {
  const Region region = found.matrix->rows[static_cast<std::size_t>(found.row)].kind.region;
  if (!may_show_spine(region)) return {};
  return find_levels(row, metric, progress.stop, [&](std::size_t date, auto levels) {
    take_levels(row.dates[date], std::move(levels));
  });
}

LevelsJob::LevelsJob(ComparedRow row, MetricSource metric)
    : thread_([this, row = std::move(row), metric = std::move(metric)](std::stop_token stop) {
        // An error is not passed on: it can only be the metric's, which was said before.
        static_cast<void>(guarded([&] {
          return find_levels(row, metric, stop, [&](std::size_t date, auto levels) {
            found_.push_or_wait({date, std::move(levels)});
          });
        }));
        done_ = true;
      }) {}

LevelsJob::~LevelsJob() {
  thread_.request_stop();
  found_.close();
}

}  // namespace lv
