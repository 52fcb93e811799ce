// Lines up the dates of one row as often as is wanted: all of them, or one of them from where a
// hand has put it. Preparing a volume costs most, so each is prepared once and kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/registration/row.h"

namespace lv {

/// One date as it was read.
struct RowVolume {
  VolumePtr volume;          ///< null: it cannot be lined up
  std::string refusal = {};  ///< why there is no volume, as shown to the user
};

/// Dates that shall be lined up again, one after the other, each from where it lies.
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

/// Used by one thread at a time.
class RowAligner {
 public:
  RowAligner(MetricSource metric, std::vector<RowVolume> volumes);

  /// Prepares the volumes that are not prepared yet; the calls below do it too. A volume that
  /// cannot be used is refused, which is no error. Error: cancelled.
  Result<void> prepare(const std::stop_token& stop);

  /// Lines up all dates, with align_row(). Where the reference cannot be used, the oldest usable
  /// date takes its place; known poses are then left out, since they lead to the former. Where no
  /// date can be used, each is refused. Errors: those of align_row() and of the metric's source.
  Result<AlignedRow> align(RowOptions options, const RowObserver& observer,
                           const Progress& progress);

  /// Lines up one date with the reference, with register_pair(); the two volumes of `task` are
  /// filled in here. Errors: those of register_pair() and of the metric's source; unsupported: one
  /// of the two is refused.
  Result<Registration> align_pair(std::size_t reference, std::size_t date, RegistrationTask task,
                                  const Progress& progress, const PoseListener& moving = {},
                                  double slice_s = 0.02);

  /// Whether a date can be lined up; known once it is prepared.
  bool usable(std::size_t date) const { return scans_[date].volume != nullptr; }
  /// Whether a date shows a head with its top; known once it is prepared.
  bool shows_head(std::size_t date) const { return usable(date) && scans_[date].volume->head(); }
  const std::string& refusal(std::size_t date) const { return scans_[date].refusal; }
  /// The reference of the last align(), known from the first call of its observer on.
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
