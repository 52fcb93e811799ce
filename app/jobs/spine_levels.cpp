#include "app/jobs/spine_levels.h"

#include "engine/registration/prepared_volume.h"

namespace lv {
namespace {

using Prepared = std::shared_ptr<const PreparedVolume>;

/// The fixed scan of several pairs.
struct FixedSpine {
  Prepared volume;
  SpineColumn column;
};

Result<FixedSpine> fixed_spine(const VolumePtr& volume, const std::stop_token& stop) {
  FixedSpine fixed{nullptr, find_column(*volume)};
  if (!column_is_found(fixed.column)) {
    return Error{ErrorCode::unsupported, "no column of vertebrae can be told in the first scan",
                 ""};
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

}  // namespace

Result<SpineAlignment> levels_between(const MetricSource& metric, const VolumePtr& fixed,
                                      const VolumePtr& moving, const RigidPose& whole,
                                      const std::stop_token& stop) {
  LV_ASSIGN(const FixedSpine spine, fixed_spine(fixed, stop));
  return levels_of(metric, spine, moving, whole, stop);
}

Result<void> add_levels(ComparedRow& row, Region region, const MetricSource& metric,
                        const Progress& progress) {
  if (region == Region::brain || region == Region::other) return {};
  const VolumePtr& reference = row.dates[row.reference].volume;
  if (!reference || row.dates[row.reference].flat) return {};
  const auto fixed = fixed_spine(reference, progress.stop);
  // What cannot be prepared has been refused as a whole already.
  if (!fixed) return {};
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    ComparedDate& date = row.dates[d];
    if (d == row.reference || !date.alignment.pose) continue;
    auto found = levels_of(metric, *fixed, date.volume, *date.alignment.pose, progress.stop);
    if (!found && found.error().code == ErrorCode::unsupported) continue;
    if (!found) return std::move(found).error();
    date.levels = std::move(found->levels);
    say_bend(date.alignment, date.levels);
    date.pose = *date.alignment.pose;
  }
  return {};
}

}  // namespace lv
