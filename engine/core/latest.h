// Latest<T>: one writer, one reader; the reader gets the newest complete value. Neither side waits
// for the other (a triple buffer: one slot is being written, one is being read, one is in the
// middle).
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace lv {

template <class T>
class Latest {
 public:
  /// Writer thread only.
  void publish(const T& value) {
    slots_[back_] = value;
    back_ = middle_.exchange(back_ | fresh, std::memory_order_acq_rel) & index;
  }

  /// Reader thread only. False: nothing came since the last take, `out` is untouched.
  bool take(T& out) {
    if (!(middle_.load(std::memory_order_relaxed) & fresh)) return false;
    front_ = middle_.exchange(front_, std::memory_order_acq_rel) & index;
    out = slots_[front_];
    return true;
  }

 private:
  static constexpr std::uint32_t index = 3, fresh = 4;
  std::array<T, 3> slots_{};
  std::uint32_t back_ = 0, front_ = 2;
  std::atomic<std::uint32_t> middle_{1};
};

}  // namespace lv
