// Lines up the dates of one row, again and again: all of them, or one of them from where a hand has
// put it. It keeps what costs most: every volume is prepared once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/registration/row.h"

namespace lv {

/// One date as it was read.
struct RowVolume {
  VolumePtr volume;     ///< null: it cannot be lined up
  std::string refusal;  ///< then: why, as shown to the user
};

/// Dates to be lined up again, one after the other, from where they lie.
struct RowWish {
  struct Start {
    std::size_t date = 0;
    RigidPose pose;  ///< reference points to this date's points
  };
  std::vector<Start> starts;
  std::optional<Focus> focus;  ///< in the reference's space; none: the whole
};

struct AlignedRow {
  std::size_t reference = 0;
  std::vector<DateAlignment> dates;
};

/// One thread at a time.
class RowAligner {
 public:
  RowAligner(MetricSource metric, std::vector<RowVolume> volumes);

  /// Prepares what is not prepared yet; the calls below begin with it. A volume that cannot be used
  /// is refused, which is no error. Error: cancelled.
  Result<void> prepare(const std::stop_token& stop);

  /// All dates, as align_row() does it. Where the reference cannot be used, the oldest date that
  /// can be takes its place, and known poses, which are to the other one, do not count; where no
  /// date can, each is refused. Errors: align_row()'s; the metric's source's.
  Result<AlignedRow> align(RowOptions options, const RowObserver& observer,
                           const Progress& progress);

  /// One date and the reference, as register_pair() does it; `task` says the rest. Errors:
  /// register_pair()'s; the metric's source's; unsupported: one of them is refused.
  Result<Registration> align_pair(std::size_t reference, std::size_t date, RegistrationTask task,
                                  const Progress& progress, const PoseListener& moving = {},
                                  double slice_s = 0.02);

  /// Once prepared: it can be lined up.
  bool usable(std::size_t date) const { return scans_[date].volume != nullptr; }
  /// Once prepared: a head is seen, its top and all.
  bool shows_head(std::size_t date) const { return usable(date) && scans_[date].volume->head(); }
  const std::string& refusal(std::size_t date) const { return scans_[date].refusal; }
  /// Of the last align(), as soon as its observer hears anything.
  std::size_t reference() const { return reference_; }
  std::size_t size() const { return scans_.size(); }

 private:
  AlignedRow refuse_all(const RowObserver& observer) const;

  MetricSource metric_;
  std::vector<VolumePtr> unprepared_;  ///< null once prepared or refused
  std::vector<RowScan> scans_;
  std::size_t reference_ = 0;
};

}  // namespace lv
