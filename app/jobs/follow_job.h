// Refines dates of a row while a hand or the cursor leads. One thread; the newest wish wins: one
// that is overtaken is dropped between two steps of a few milliseconds. Poses on their way come
// through Latest, so that neither side waits; answers come through a queue, so that none is lost.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "app/jobs/metric_choice.h"
#include "engine/core/bounded_queue.h"
#include "engine/core/latest.h"
#include "engine/registration/registrar.h"

namespace lv {

/// One per date of a row; null: it cannot be aligned.
using PreparedRow = std::vector<std::shared_ptr<const PreparedVolume>>;

class FollowJob {
 public:
  struct Start {
    std::size_t date = 0;
    RigidPose pose;  ///< reference points to this date's points
  };
  struct Wish {
    std::size_t reference = 0;
    std::vector<Start> starts;   ///< refined one after the other
    std::optional<Focus> focus;  ///< in the reference's space; none: the whole
  };
  struct Moving {
    std::uint64_t wish = 0;
    PoseSample sample;
  };
  struct Answer {
    std::uint64_t wish = 0;
    std::size_t date = 0;
    Result<Registration> found;
  };

  FollowJob(PreparedRow row, std::shared_ptr<MetricChoice> metric);
  ~FollowJob();

  bool can_move(std::size_t date) const { return row_[date] != nullptr; }
  /// Takes the place of every earlier wish; its number, from 1. An empty one: nothing is wished.
  std::uint64_t ask(Wish wish);
  /// The newest wish is not fulfilled yet.
  bool busy() const { return finished_ != newest_; }
  /// The newest pose of a date on its way; empty: none since the last call.
  std::optional<Moving> moving(std::size_t date);
  /// Answers of overtaken wishes may be among them: compare the number.
  std::optional<Answer> take() { return answers_.try_pop(); }

 private:
  void work(std::stop_token stop);
  /// Waits for a wish after number `last`; false: the program ends.
  bool next_wish(std::uint64_t last, std::stop_token stop, Wish& wish, std::uint64_t& number);
  Result<Registration> refine(const Wish& wish, const Start& start, std::uint64_t number,
                              std::stop_token stop);

  PreparedRow row_;
  std::shared_ptr<MetricChoice> metric_;
  std::unique_ptr<Latest<Moving>[]> moving_;
  BoundedQueue<Answer> answers_{256};
  std::mutex wishing_;
  std::condition_variable_any wished_;
  Wish wish_;
  std::atomic<std::uint64_t> newest_{0}, finished_{0};
  std::jthread thread_;
};

}  // namespace lv
