// BoundedQueue<T>: values from any thread to any thread, at most `capacity` at a time, closable.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace lv {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False: the queue is closed and the value was dropped.
  bool push_or_wait(T value) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || values_.size() < capacity_; });
    if (closed_) return false;
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  /// Never waits. False: full or closed, and the value was dropped.
  bool push_or_drop(T value) {
    std::unique_lock lock(mutex_);
    if (closed_ || values_.size() >= capacity_) return false;
    values_.push_back(std::move(value));
    filled_.notify_one();
    return true;
  }

  /// Waits for a value. Empty: the queue is closed and drained.
  std::optional<T> pop_or_wait() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !values_.empty(); });
    return take_front();
  }

  /// Never waits.
  std::optional<T> try_pop() {
    std::unique_lock lock(mutex_);
    return take_front();
  }

  /// No more pushes; what is inside can still be popped.
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    filled_.notify_all();
    room_.notify_all();
  }

 private:
  std::optional<T> take_front() {
    std::optional<T> value;
    if (values_.empty()) return value;
    value.emplace(std::move(values_.front()));
    values_.pop_front();
    room_.notify_one();
    return value;
  }

  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable filled_, room_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace lv
