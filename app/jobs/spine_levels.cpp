#include "app/jobs/spine_levels.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/registration/prepared_volume.h"
#include "engine/spine/guided_levels.h"

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

/// The stacks of a date that registration can use, the one in front first.
Result<std::vector<Prepared>> prepared_stacks(const ComparedDate& date,
                                              const std::stop_token& stop) {
  std::vector<VolumePtr> volumes{date.volume};
  for (const ComparedDate& other : date.further) {
    if (!other.flat) volumes.push_back(other.volume);
  }
  std::vector<Prepared> stacks;
  for (const VolumePtr& volume : volumes) {
    if (!volume) continue;
    if (auto prepared = PreparedVolume::prepare(volume, stop)) stacks.push_back(*prepared);
    if (stop.stop_requested()) return Error{ErrorCode::cancelled, "stopped"};
  }
  return stacks;
}

/// The middle of each stack, from head to foot, at the pose of the whole.
std::vector<SpineLevel> stacks_as_levels(const std::vector<Prepared>& stacks,
                                         const RigidPose& whole) {
  std::vector<SpineLevel> levels;
  for (const Prepared& stack : stacks) {
    SpineLevel& level = levels.emplace_back();
    level.point = stack->volume()->geometry.centre();
    level.pose = whole;
    level.verdict.kind = VerdictKind::good;
  }
  std::ranges::sort(levels, std::ranges::greater(),
                    [](const auto& level) { return level.point.z; });
  return levels;
}

/// The levels of a date that another row has shown, lined up on this row's own pictures; where none
/// has, one for each stack.
Result<SpineAlignment> guided_levels(const MetricSource& metric,
                                     const std::vector<Prepared>& reference,
                                     const ComparedDate& date, const std::stop_token& stop) {
  GuidedTask task{reference, {}, date.known_levels, date.known_levels.empty()};
  LV_ASSIGN(task.moving, prepared_stacks(date, stop));
  if (task.rough) task.guides = stacks_as_levels(task.fixed, *date.alignment.pose);
  LV_ASSIGN(const std::shared_ptr<Metric> device, metric());
  SpineAlignment found;
  LV_ASSIGN(found.levels, align_guided(device, task, stop));
  found.guided = !task.rough;
  return found;
}

void say_doubt(Verdict& verdict, std::string reason) {
  if (verdict.kind == VerdictKind::good) verdict.because.clear();
  verdict.kind = std::max(verdict.kind, VerdictKind::doubtful);
  verdict.because.insert(verdict.because.begin(), std::move(reason));
}

/// What levels show of the whole: vertebrae look alike; and where it was lined up by one of several
/// stacks, that says nothing of the others.
void say_doubts(ComparedDate& date) {
  Verdict& verdict = date.alignment.verdict;
  if (!date.rival_levels.empty()) return say_doubt(verdict, std::string(rival_reason));
  const auto fits = [](const SpineLevel& level) { return level.verdict.kind == VerdictKind::good; };
  if (date.further.empty() || verdict.kind != VerdictKind::good) return;
  if (!std::ranges::all_of(date.levels, fits)) {
    say_doubt(verdict, "not each of its stacks surely fits");
  }
}

/// Whether it is known where the levels of a date lie: another row says it, or each of the spine's
/// stacks is one.
bool has_guides(const ComparedRow& row, const ComparedDate& date) {
  const bool stacks = row.region != Region::unknown && !row.dates[row.reference].further.empty();
  return !date.known_levels.empty() || (stacks && cuts_across_spine(row));
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

bool cuts_across_spine(const ComparedRow& row) {
  constexpr double most_upright = 0.7;  // of a slice's normal
  const VolumePtr& volume = row.dates[row.reference].volume;
  return volume && std::abs(volume->geometry.axes()[2].z) > most_upright;
}

void take_levels(ComparedDate& date, SpineAlignment found) {
  date.levels = std::move(found.levels);
  date.rival_levels = std::move(found.rival);
  date.levels_guided = found.guided;
  say_bend(date.alignment, date.levels);
  say_doubts(date);
  date.pose = *date.alignment.pose;
  date.bend = bend_of(date.pose, date.levels);
}

Result<void> find_levels(const ComparedRow& row, const MetricSource& metric,
                         const std::stop_token& stop, const TakeLevels& take) {
  const ComparedDate& reference = row.dates[row.reference];
  if (!reference.volume || reference.flat) return {};
  const auto guided = [&](const ComparedDate& date) { return has_guides(row, date); };
  const bool any_guided = std::ranges::any_of(row.dates, guided);
  // A reference without a column, or one that registration cannot use, has no levels of its own.
  // The latter was already said when the row was lined up.
  std::optional<FixedSpine> fixed;
  if (!any_guided || !cuts_across_spine(row)) {
    if (auto found = fixed_spine(reference.volume, stop)) fixed = *std::move(found);
  }
  std::vector<Prepared> stacks;
  if (!fixed && any_guided) {
    LV_ASSIGN(stacks, prepared_stacks(reference, stop));
  }
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    const ComparedDate& date = row.dates[d];
    if (d == row.reference || !date.alignment.pose || (!fixed && !guided(date))) continue;
    auto found = fixed ? levels_of(metric, *fixed, date.volume, *date.alignment.pose, stop)
                       : guided_levels(metric, stacks, date, stop);
    if (!found && found.error().code == ErrorCode::unsupported) continue;
    if (!found) return std::move(found).error();
    take(d, *std::move(found));
  }
  return {};
}

}  // namespace lv
