#include "app/jobs/align_job.h"

#include <algorithm>
#include <functional>

#include "engine/core/parallel.h"

namespace lv {
namespace {

/// Prepares every volume that has a place in space; the others carry why not.
std::vector<RowScan> prepare(const Comparison& row) {
  std::vector<RowScan> scans(row.dates.size());
  parallel_for(scans.size(), 1, [&](std::size_t begin, std::size_t) {
    const ComparedDate& date = row.dates[begin];
    if (!date.volume || date.flat) {
      scans[begin].refusal = date.volume ? "it does not say where its slices lie" : date.problem;
      return;
    }
    scans[begin].known = date.known;
    auto prepared = PreparedVolume::prepare(date.volume);
    if (prepared) {
      scans[begin].volume = std::move(*prepared);
    } else {
      scans[begin].refusal = prepared.error().what;
    }
  });
  return scans;
}

/// The reference itself where it could be prepared, else the oldest date that could; empty: none.
std::optional<std::size_t> prepared_reference(const std::vector<RowScan>& scans,
                                              std::size_t reference) {
  if (scans[reference].volume) return reference;
  const auto first =
      std::ranges::find_if(scans, [](const RowScan& s) { return s.volume != nullptr; });
  if (first == scans.end()) return std::nullopt;
  return static_cast<std::size_t>(first - scans.begin());
}

DateAlignment refused(const std::string& reason) {
  return {std::nullopt, Method::scanner, {VerdictKind::failed, 0.0, 0.0, {reason}}};
}

struct AlignedRow {
  std::size_t reference = 0;
  std::vector<DateAlignment> dates;
  PreparedRow prepared;
};

/// `chosen` hears which date is the reference, before any date settles.
Result<AlignedRow> align(const Comparison& row, MetricChoice& choice,
                         const std::optional<Focus>& focus, const RowObserver& observer,
                         const Progress& progress,
                         const std::function<void(std::size_t)>& chosen = {}) {
  LV_ASSIGN(auto metric, choice.metric());
  std::vector<RowScan> scans = prepare(row);
  const auto reference = prepared_reference(scans, row.reference);
  if (!reference) {
    AlignedRow none{row.reference, {}, {}};
    for (const RowScan& scan : scans) none.dates.push_back(refused(scan.refusal));
    return none;
  }
  if (*reference != row.reference) {  // known poses are to the other one
    for (RowScan& scan : scans) scan.known.reset();
  }
  if (chosen) chosen(*reference);
  LV_ASSIGN(auto dates,
            align_row(std::move(metric), scans, {*reference, focus}, observer, progress));
  PreparedRow prepared;
  for (RowScan& scan : scans) prepared.push_back(std::move(scan.volume));
  return AlignedRow{*reference, std::move(dates), std::move(prepared)};
}

void settle(ComparedDate& date, DateAlignment alignment) {
  if (alignment.pose) date.pose = *alignment.pose;
  date.state = AlignmentState::settled;
  date.alignment = std::move(alignment);
}

}  // namespace

AlignJob::AlignJob(const Comparison& row, std::shared_ptr<MetricChoice> metric)
    : thread_([this, row, metric](std::stop_token stop) {
        std::size_t reference = row.reference;
        const auto post = [&](std::size_t date, const DateAlignment& alignment) {
          updates_.push_or_wait({reference, date, alignment.pose.value_or(RigidPose{}),
                                 AlignmentState::settled, alignment});
        };
        RowObserver observer;
        observer.moving = [&](std::size_t date, const PoseSample& sample) {
          updates_.push_or_drop({reference, date, sample.pose, AlignmentState::running, {}});
        };
        observer.settled = post;
        auto aligned = align(row, *metric, {}, observer, Progress{{}, stop},
                             [&](std::size_t chosen) { reference = chosen; });
        if (!stop.stop_requested()) {
          for (std::size_t d = 0; d < row.dates.size(); ++d) {
            post(d, aligned ? aligned->dates[d] : refused(aligned.error().text()));
          }
        }
        if (!aligned && aligned.error().code != ErrorCode::cancelled)
          problem_ = aligned.error().text();
        if (aligned) prepared_ = std::move(aligned->prepared);
        done_ = true;
      }) {}

AlignJob::~AlignJob() {
  thread_.request_stop();
  updates_.close();
}

std::vector<AlignJob::Update> AlignJob::take() {
  std::vector<Update> updates;
  while (auto update = updates_.try_pop()) updates.push_back(std::move(*update));
  return updates;
}

Result<void> align_now(Comparison& row, const AlignRequest& request, const Progress& progress) {
  const auto choice = MetricChoice::make(request.metric, cuda_opener(request.drawing));
  LV_ASSIGN(AlignedRow aligned, align(row, *choice, request.focus, {}, progress));
  row.reference = aligned.reference;
  for (std::size_t d = 0; d < row.dates.size(); ++d) {
    settle(row.dates[d], std::move(aligned.dates[d]));
  }
  return {};
}

}  // namespace lv
