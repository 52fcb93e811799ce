#include "engine/registration/row_service.h"

#include "engine/core/caught.h"

namespace lv {
namespace {

constexpr double wish_slice_s = 0.004;  // of a frame of 16 ms; a newer wish waits no longer

}  // namespace

RowService::RowService(MetricSource metric, std::vector<RowVolume> volumes, RowOptions options)
    : aligner_(std::move(metric), std::move(volumes)),
      news_(std::make_unique<Latest<News>[]>(aligner_.size())),
      thread_([this, options = std::move(options)](const std::stop_token& end) {
        work(options, end);
      }) {}

RowService::~RowService() {
  thread_.request_stop();
  const std::scoped_lock lock(wishing_);
  stop_.request_stop();
}

std::uint64_t RowService::ask(RowWish wish) {
  const std::scoped_lock lock(wishing_);
  stop_.request_stop();
  stop_ = std::stop_source();
  wish_ = std::move(wish);
  const std::uint64_t number = ++newest_;
  wished_.notify_one();
  return number;
}

std::optional<RowService::News> RowService::news(std::size_t date) {
  News newest;
  if (!news_[date].take(newest)) return std::nullopt;
  return newest;
}

void RowService::work(RowOptions options, const std::stop_token& end) {
  align_all(std::move(options), end);
  ready_ = true;
  RowWish wish;
  std::uint64_t number = 0;
  std::stop_token stop;
  while (next_wish(number, wish, stop, end)) {
    refine(wish, number, stop);
    finished_ = number;
  }
}

bool RowService::next_wish(std::uint64_t& number, RowWish& wish, std::stop_token& stop,
                           const std::stop_token& end) {
  std::unique_lock lock(wishing_);
  if (!wished_.wait(lock, end, [&] { return newest_ != number; })) return false;
  wish = wish_;
  number = newest_;
  stop = stop_.get_token();
  return true;
}

void RowService::tell_pose(std::size_t date, std::uint64_t wish, const PoseSample& sample) {
  news_[date].publish({wish, aligner_.reference(), sample.pose, false, {}});
}

void RowService::tell(std::size_t date, std::uint64_t wish, DateAlignment alignment) {
  news_[date].publish({wish, aligner_.reference(), alignment.pose.value_or(RigidPose{}), true,
                       std::move(alignment)});
}

void RowService::align_all(RowOptions options, const std::stop_token& stop) {
  RowObserver observer;
  observer.moving = [&](std::size_t date, const PoseSample& pose) { tell_pose(date, 0, pose); };
  observer.settled = [&](std::size_t date, const DateAlignment& found) { tell(date, 0, found); };
  const auto aligned = guarded([&]() -> Result<void> {
    LV_TRY(aligner_.align(std::move(options), observer, Progress{{}, stop}));
    return {};
  });
  if (aligned || aligned.error().code == ErrorCode::cancelled) return;
  problem_ = aligned.error().text();
  for (std::size_t date = 0; date < aligner_.size(); ++date) tell(date, 0, refused(problem_));
}

void RowService::refine(const RowWish& wish, std::uint64_t number, const std::stop_token& stop) {
  for (const RowWish::Start& start : wish.starts) {
    const auto moving = [&](const PoseSample& pose) { tell_pose(start.date, number, pose); };
    DateAlignment aligned;
    const auto found = guarded([&]() -> Result<void> {
      LV_ASSIGN(const Registration pair,
                aligner_.align_pair(aligner_.reference(), start.date,
                                    {{}, {}, nullptr, wish.focus, start.pose}, Progress{{}, stop},
                                    moving, wish_slice_s));
      aligned = {pair.pose, Method::automatic, pair.verdict};
      return {};
    });
    if (stop.stop_requested()) return;
    tell(start.date, number, found ? std::move(aligned) : refused(found.error().text()));
  }
}

}  // namespace lv
