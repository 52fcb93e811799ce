#include "app/jobs/other_rows.h"

#include <algorithm>
#include <set>

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

bool set_known(ComparedRow& row, const KnownPoses& poses) {
  const std::string& reference = row.dates[row.reference].frame_of_reference;
  bool any = false;
  for (ComparedDate& date : row.dates) {
    date.known = poses.between(reference, date.frame_of_reference);
    any = any || date.known;
  }
  return any;
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
    auto help = helper({found.matrix, other}, reference, in_doubt);
    if (!help || !read_volumes(*help, *found.matrix, progress)) continue;
    RowAligner helping(metric, volumes_to_align(*help));
    if (!align(*help, helping, {}, progress)) continue;  // the focus is in this row's space
    poses.remember(*help);
    std::erase_if(in_doubt, [&](const auto& frame) { return poses.between(reference, frame); });
  }
  if (!set_known(row, poses)) return {};
  return align(row, aligner, focus, progress);
}

}  // namespace lv
