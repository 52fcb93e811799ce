#include "app/jobs/follow_job.h"

namespace lv {
namespace {

constexpr double step_s = 0.004;  // of a frame of 16 ms; a newer wish waits no longer than this

}  // namespace

FollowJob::FollowJob(PreparedRow row, std::shared_ptr<MetricChoice> metric)
    : row_(std::move(row)),
      metric_(std::move(metric)),
      moving_(std::make_unique<Latest<Moving>[]>(row_.size())),
      thread_([this](std::stop_token stop) { work(stop); }) {}

FollowJob::~FollowJob() {
  thread_.request_stop();
  answers_.close();
}

std::uint64_t FollowJob::ask(Wish wish) {
  const std::scoped_lock lock(wishing_);
  wish_ = std::move(wish);
  const std::uint64_t number = ++newest_;
  wished_.notify_one();
  return number;
}

std::optional<FollowJob::Moving> FollowJob::moving(std::size_t date) {
  Moving newest;
  if (!moving_[date].take(newest)) return std::nullopt;
  return newest;
}

bool FollowJob::next_wish(std::uint64_t last, std::stop_token stop, Wish& wish,
                          std::uint64_t& number) {
  std::unique_lock lock(wishing_);
  if (!wished_.wait(lock, stop, [&] { return newest_ != last; })) return false;
  wish = wish_;
  number = newest_;
  return true;
}

void FollowJob::work(std::stop_token stop) {
  Wish wish;
  std::uint64_t number = 0;
  while (next_wish(number, stop, wish, number)) {
    for (const Start& start : wish.starts) {
      auto found = refine(wish, start, number, stop);
      if (newest_ != number || stop.stop_requested()) break;
      answers_.push_or_wait({number, start.date, std::move(found)});
    }
    finished_ = number;
  }
}

Result<Registration> FollowJob::refine(const Wish& wish, const Start& start, std::uint64_t number,
                                       std::stop_token stop) {
  LV_ASSIGN(auto metric, metric_->metric());
  RegistrationTask task;
  task.fixed = row_[wish.reference];
  task.moving = row_[start.date];
  task.focus = wish.focus;
  task.start = start.pose;
  LV_ASSIGN(Registrar registrar, Registrar::create(std::move(metric), std::move(task)));
  bool more = true;
  while (more) {
    if (newest_ != number || stop.stop_requested()) {
      return Error{ErrorCode::cancelled, "overtaken", ""};
    }
    LV_ASSIGN(more, registrar.step(step_s));
    moving_[start.date].publish({number, registrar.current()});
  }
  return registrar.result();
}

}  // namespace lv
