#include "engine/registration/row_aligner.h"

#include <algorithm>

#include "engine/core/parallel.h"

namespace lv {

RowAligner::RowAligner(MetricSource metric, std::vector<RowVolume> volumes)
    : metric_(std::move(metric)) {
  for (RowVolume& date : volumes) {
    unprepared_.push_back(std::move(date.volume));
    scans_.push_back({nullptr, std::move(date.refusal)});
  }
}

Result<void> RowAligner::prepare(const std::stop_token& stop) {
  parallel_for(scans_.size(), 1, [&](std::size_t date, std::size_t) {
    if (!unprepared_[date]) return;
    auto prepared = PreparedVolume::prepare(unprepared_[date], stop);
    if (stop.stop_requested()) return;
    unprepared_[date].reset();
    if (prepared) {
      scans_[date].volume = std::move(*prepared);
    } else {
      scans_[date].refusal = prepared.error().what;
    }
  });
  if (stop.stop_requested()) return Error{ErrorCode::cancelled, "stopped"};
  return {};
}

Result<AlignedRow> RowAligner::align(RowOptions options, const RowObserver& observer,
                                     const Progress& progress) {
  LV_ASSIGN(auto metric, metric_());
  LV_TRY(prepare(progress.stop));
  reference_ = options.reference;
  if (!usable(reference_)) {
    options.known.clear();
    const auto can_be_used = [](const RowScan& scan) { return scan.volume != nullptr; };
    const auto first = std::ranges::find_if(scans_, can_be_used);
    if (first == scans_.end()) return refuse_all(observer);
    reference_ = options.reference = static_cast<std::size_t>(first - scans_.begin());
  }
  LV_ASSIGN(auto dates, align_row(std::move(metric), scans_, options, observer, progress));
  return AlignedRow{reference_, std::move(dates)};
}

AlignedRow RowAligner::refuse_all(const RowObserver& observer) const {
  AlignedRow none{reference_, {}};
  for (const RowScan& scan : scans_) {
    if (observer.settled) observer.settled(none.dates.size(), refused(scan.refusal));
    none.dates.push_back(refused(scan.refusal));
  }
  return none;
}

Result<Registration> RowAligner::align_pair(std::size_t reference, std::size_t date,
                                            RegistrationTask task, const Progress& progress,
                                            const PoseListener& moving, double slice_s) {
  LV_ASSIGN(auto metric, metric_());
  LV_TRY(prepare(progress.stop));
  for (const std::size_t scan : {reference, date}) {
    if (!usable(scan)) return Error{ErrorCode::unsupported, scans_[scan].refusal};
  }
  task.fixed = scans_[reference].volume;
  task.moving = scans_[date].volume;
  return register_pair(std::move(metric), std::move(task), progress, moving, slice_s);
}

}  // namespace lv
