#include "app/align_job.h"

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
    auto prepared = PreparedVolume::prepare(date.volume);
    if (prepared) {
      scans[begin].volume = std::move(*prepared);
    } else {
      scans[begin].refusal = prepared.error().what;
    }
  });
  return scans;
}

Result<std::vector<DateAlignment>> align(const Comparison& row, MetricChoice& choice,
                                         const std::optional<Focus>& focus,
                                         const RowObserver& observer, const Progress& progress) {
  LV_ASSIGN(auto metric, choice.metric());
  const RowOptions options{row.reference, focus};
  return align_row(std::move(metric), prepare(row), options, observer, progress);
}

void settle(ComparedDate& date, DateAlignment alignment) {
  if (alignment.pose) date.pose = *alignment.pose;
  date.state = AlignmentState::settled;
  date.alignment = std::move(alignment);
}

}  // namespace

AlignJob::AlignJob(const Comparison& row, std::shared_ptr<MetricChoice> metric)
    : thread_([this, row, metric](std::stop_token stop) {
        RowObserver observer;
        observer.moving = [this](std::size_t date, const PoseSample& sample) {
          updates_.push_or_drop({date, sample.pose, AlignmentState::running, {}});
        };
        observer.settled = [this](std::size_t date, const DateAlignment& alignment) {
          updates_.push_or_wait(
              {date, alignment.pose.value_or(RigidPose{}), AlignmentState::settled, alignment});
        };
        const auto aligned = align(row, *metric, {}, observer, Progress{{}, stop});
        if (!aligned && aligned.error().code != ErrorCode::cancelled)
          problem_ = aligned.error().text();
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

std::optional<Focus> focus_of(const Options& options) {
  if (!options.focus) return std::nullopt;
  const auto& [x, y, z, radius_mm] = *options.focus;
  return Focus{{x, y, z}, radius_mm};
}

Result<void> align_now(Comparison& row, const Options& options, const Progress& progress,
                       const std::optional<CardId>& drawing) {
  const auto choice = MetricChoice::make(options.metric, cuda_opener(drawing));
  LV_ASSIGN(auto aligned, align(row, *choice, focus_of(options), {}, progress));
  for (std::size_t d = 0; d < row.dates.size(); ++d) settle(row.dates[d], std::move(aligned[d]));
  return {};
}

}  // namespace lv
