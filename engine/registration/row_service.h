// Lines up a row in the background, on one thread: first the whole row, then single dates, as they
// are wished while a hand or the cursor moves. A new wish replaces the one before, whose work is
// dropped within milliseconds. The newest pose or answer of each date is handed over through
// Latest, so that neither side waits for the other. An answer that nobody has taken is lost when a
// newer wish is answered; by then it is out of date.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "engine/core/latest.h"
#include "engine/registration/row_aligner.h"

namespace lv {

class RowService {
 public:
  /// The newest pose or answer of a date.
  struct News {
    std::uint64_t wish = 0;     ///< number of the wish that this answers; 0: the whole row
    std::size_t reference = 0;  ///< date to which the pose leads
    RigidPose pose;             ///< so far; the final one once settled; identity where refused
    bool settled = false;
    DateAlignment alignment;  ///< once settled
  };

  /// Begins to line up the whole row at once.
  RowService(MetricSource metric, std::vector<RowVolume> volumes, RowOptions options);
  /// Stops within a few milliseconds, between two steps of the work.
  ~RowService();

  /// True once the whole row is done. From then on ask() may be called.
  bool ready() const { return ready_; }
  /// Once ready(): why the row could not be lined up. Empty: it was lined up, or was stopped.
  const std::string& problem() const { return problem_; }
  bool can_move(std::size_t date) const { return aligner_.usable(date); }  ///< once ready()

  /// Replaces every earlier wish; an empty one wishes nothing. Returns the number of the wish, from
  /// 1 on. Only once ready().
  std::uint64_t ask(RowWish wish);
  /// True: the row or the newest wish is not answered yet.
  bool busy() const { return !ready_ || finished_ != newest_; }

  /// The newest of a date; empty: nothing has come since the last call. It may still answer an
  /// older wish: compare the number.
  std::optional<News> news(std::size_t date);

 private:
  void work(RowOptions options, const std::stop_token& end);
  void align_all(RowOptions options, const std::stop_token& stop);
  void refine(const RowWish& wish, std::uint64_t number, const std::stop_token& stop);
  void tell_pose(std::size_t date, std::uint64_t wish, const PoseSample& sample);
  void tell(std::size_t date, std::uint64_t wish, DateAlignment alignment);
  /// Waits until there is a newer wish than `number`. False: the service ends.
  bool next_wish(std::uint64_t& number, RowWish& wish, std::stop_token& stop,
                 const std::stop_token& end);

  RowAligner aligner_;
  std::unique_ptr<Latest<News>[]> news_;
  std::string problem_;
  std::atomic<bool> ready_{false};
  std::mutex wishing_;
  std::condition_variable_any wished_;
  RowWish wish_;
  std::stop_source stop_;  ///< of the newest wish
  std::atomic<std::uint64_t> newest_{0}, finished_{0};
  std::jthread thread_;
};

}  // namespace lv
