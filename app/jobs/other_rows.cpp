#include "app/jobs/other_rows.h"

#include <algorithm>
#include <set>

#include "app/jobs/spine_levels.h"
#include "app/row/known_poses.h"

namespace lv {
namespace {

using Frames = std::set<std::string>;

Result<void> align(ComparedRow& row, RowAligner& aligner, const std::optional<Focus>& focus,
                   const Progress& progress) {
  LV_ASSIGN(AlignedRow aligned, aligner.align(alignment_options(row, focus), {}, progress));
  row.reference = aligned.reference;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    ComparedDate& date = row.dates[d];
    date.state = AlignmentState::settled;
    date.alignment = std::move(aligned.dates[d]);
    date.pose = date.alignment.pose.value_or(date.pose);
  }
  return {};
}

/// The frames of reference of the dates that are not surely lined up.
Frames frames_in_doubt(const ComparedRow& row) {
  Frames frames;
  for (const ComparedDate& date : row.dates) {
    const bool sure = surely_lined_up(date.alignment);
    if (!sure && date.volume && !date.flat) frames.insert(date.frame_of_reference);
  }
  frames.erase("");
  return frames;
}

/// Another row, reduced to its dates in the reference's frame and in frames in doubt: a pose
/// between two of them helps. Empty: the row has no such pair.
std::optional<ComparedRow> helper(const RowOnDisk& other, const std::string& reference,
                                  const Frames& in_doubt) {
  ComparedRow row = compared_row(*other.matrix, other.row);
  const auto has = [&](const std::string& frame) {
    return std::ranges::find(row.dates, frame, &ComparedDate::frame_of_reference) !=
           row.dates.end();
  };
  if (!has(reference) || std::ranges::none_of(in_doubt, has)) return std::nullopt;
  std::erase_if(row.dates, [&](const ComparedDate& date) {
    return date.frame_of_reference != reference && !in_doubt.contains(date.frame_of_reference);
  });
  return row;
}

/// The other row with its volumes, lined up. Empty: it does not help.
std::optional<ComparedRow> lined_up_helper(const RowOnDisk& other, const std::string& reference,
                                           const Frames& frames, const MetricSource& metric,
                                           const Progress& progress) {
  auto help = helper(other, reference, frames);
  if (!help || !read_volumes(*help, *other.matrix, progress)) return std::nullopt;
  RowAligner aligner(metric, volumes_to_align(*help));
  if (!align(*help, aligner, {}, progress)) return std::nullopt;  // a focus is in one row's space
  return help;
}

/// The dates whose levels other rows may know.
Frames frames_without_levels(const ComparedRow& row) {
  Frames frames;
  for (const ComparedDate& date : row.dates) {
    const bool known = !date.known_levels.empty();
    if (date.alignment.pose && !known) frames.insert(date.frame_of_reference);
  }
  frames.erase(row.dates[row.reference].frame_of_reference);
  frames.erase("");
  return frames;
}

}  // namespace

Result<void> align_with_other_rows(ComparedRow& row, const RowOnDisk& found,
                                   const MetricSource& metric, const std::optional<Focus>& focus,
                                   const Progress& progress) {
  RowAligner aligner(metric, volumes_to_align(row));
  LV_TRY(align(row, aligner, focus, progress));
  const std::string reference = row.dates[row.reference].frame_of_reference;
  Frames in_doubt = frames_in_doubt(row);
  in_doubt.erase(reference);
  if (reference.empty() || in_doubt.empty()) return {};

  KnownPoses poses;
  const int rows = static_cast<int>(found.matrix->rows.size());
  for (int other = 0; other < rows && !in_doubt.empty(); ++other) {
    if (other == found.row) continue;
    const auto help =
        lined_up_helper({found.matrix, other, {}}, reference, in_doubt, metric, progress);
    if (help) poses.remember(*help);
    std::erase_if(in_doubt, [&](const auto& frame) { return poses.between(reference, frame); });
  }
  take_known(row, poses);
  const auto known = [](const ComparedDate& date) { return date.known.has_value(); };
  return std::ranges::any_of(row.dates, known) ? align(row, aligner, focus, progress)
                                               : Result<void>{};
}

Result<void> take_levels_of_other_rows(ComparedRow& row, const RowOnDisk& found,
                                       const MetricSource& metric, const Progress& progress) {
  const std::string reference = row.dates[row.reference].frame_of_reference;
  if (reference.empty() || !cuts_across_spine(row)) return {};
  Frames wanted = frames_without_levels(row);
  const int rows = static_cast<int>(found.matrix->rows.size());
  for (int other = 0; other < rows && !wanted.empty(); ++other) {
    const Kind& kind = found.matrix->rows[static_cast<std::size_t>(other)].kind;
    if (other == found.row || !may_show_spine(kind.region) || kind.plane == Plane::axial) continue;
    auto help = lined_up_helper({found.matrix, other, {}}, reference, wanted, metric, progress);
    if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    if (!help) continue;
    const auto take = [&](std::size_t date, SpineAlignment of) {
      take_levels(help->dates[date], std::move(of));
    };
    if (!find_levels(*help, metric, progress.stop, take)) continue;
    KnownPoses poses;
    poses.remember(*help);
    take_known(row, poses);
    wanted = frames_without_levels(row);
  }
  return {};
}

}  // namespace lv
