// Lines up a row in the background: all of it at once, then, while a hand or the cursor leads, the
// dates that are wished. One thread; the newest wish wins, and one that is overtaken is dropped
// within milliseconds. Each date's newest pose or answer comes through Latest, so that neither side
// waits; an answer that is not taken before a newer wish is answered is lost, and it was overtaken.
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
  /// What is newest of a date.
  struct News {
    std::uint64_t wish = 0;     ///< 0: the whole row
    std::size_t reference = 0;  ///< of the row: what the pose is relative to
    RigidPose pose;             ///< on its way, or as it was found; identity where it was refused
    bool settled = false;
    DateAlignment alignment;  ///< once settled
  };

  /// Begins at once.
  RowService(MetricSource metric, std::vector<RowVolume> volumes, RowOptions options);
  /// Stops what is going on, between two steps of a few milliseconds.
  ~RowService();

  /// The whole row is done; from then on dates can be wished.
  bool ready() const { return ready_; }
  /// Once ready: why the row could not be lined up; empty: it was, or was stopped.
  const std::string& problem() const { return problem_; }
  bool can_move(std::size_t date) const { return aligner_.usable(date); }  ///< once ready

  /// Takes the place of every earlier wish; its number, from 1. An empty one: nothing is wished.
  /// Only once ready.
  std::uint64_t ask(RowWish wish);
  /// Something is not answered yet.
  bool busy() const { return !ready_ || finished_ != newest_; }

  /// What is newest of a date; empty: nothing since the last call. News of overtaken wishes may be
  /// among it: compare the number.
  std::optional<News> news(std::size_t date);

 private:
  void work(RowOptions options, const std::stop_token& end);
  void align_all(RowOptions options, const std::stop_token& stop);
  void refine(const RowWish& wish, std::uint64_t number, const std::stop_token& stop);
  void tell_pose(std::size_t date, std::uint64_t wish, const PoseSample& sample);
  void tell(std::size_t date, std::uint64_t wish, DateAlignment alignment);
  /// Waits for another wish than the one of this number; false: the end.
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
