#include "engine/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "engine/core/log.h"

namespace lv {
namespace {

std::atomic<int> wished_threads{0};

struct Job {
  std::size_t count, chunk;
  const std::function<void(std::size_t, std::size_t)>* body;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr failure{};  // the first one's; read when everybody has left
  int helpers_inside = 0;        // guarded by Pool::mutex_

  /// Keeps what the body throws: the others still use this job, which lives on the caller's stack.
  void work() noexcept {
    try {
      for (std::size_t begin; (begin = next.fetch_add(chunk)) < count;) {
        (*body)(begin, std::min(count, begin + chunk));
      }
    } catch (...) {
      next = count;  // nobody begins another range
      if (!failed.exchange(true)) failure = std::current_exception();
    }
  }
};

/// Sets a flag for as long as it lives.
class Raised {
 public:
  explicit Raised(bool& flag) : flag_(flag) { flag_ = true; }
  ~Raised() { flag_ = false; }
  Raised(const Raised&) = delete;

 private:
  bool& flag_;
};

/// Threads that sleep until a job is set; one job at a time.
class Pool {
 public:
  /// Where the system gives no more threads, there are fewer.
  explicit Pool(int helpers) : wished_(helpers) {
    try {
      for (int i = 0; i < helpers; ++i) {
        threads_.emplace_back([this](std::stop_token stop) { serve(stop); });
      }
    } catch (const std::system_error&) {
      log::warning("threads", "the system gives no more than " + std::to_string(threads_.size()));
    }
  }

  void run(Job& job) {
    {
      std::scoped_lock lock(mutex_);
      job_ = &job;
      ++generation_;
    }
    // No more are woken than there is work for.
    const std::size_t ranges = (job.count + job.chunk - 1) / job.chunk;
    for (std::size_t i = 0; i < std::min(ranges - 1, threads_.size()); ++i) wake_.notify_one();
    job.work();
    std::unique_lock lock(mutex_);
    job_ = nullptr;
    left_.wait(lock, [&] { return job.helpers_inside == 0; });
  }

  int wished() const { return wished_; }

 private:
  void serve(std::stop_token stop) {
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    while (wake_.wait(lock, stop, [&] { return job_ && generation_ != seen; })) {
      seen = generation_;
      Job& job = *job_;
      ++job.helpers_inside;
      lock.unlock();
      job.work();
      lock.lock();
      if (--job.helpers_inside == 0) left_.notify_all();
    }
  }

  int wished_;
  std::mutex mutex_;
  std::condition_variable_any wake_, left_;
  Job* job_ = nullptr;
  std::uint64_t generation_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace

void set_thread_count(int count) {
  wished_threads = std::max(0, count);
}

/// More threads than cores only wait for each other, and each range that they share is slower by
/// that; a few more do no harm and show mistakes where there is one core.
int thread_count() {
  constexpr int harmless = 4;
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int wished = wished_threads;
  return wished > 0 ? std::min(wished, std::max(cores, harmless)) : cores;
}

void parallel_for(std::size_t count, std::size_t chunk,
                  const std::function<void(std::size_t, std::size_t)>& body) {
  // Never destroyed: where a library ends the program, other threads may still use them.
  static auto& pool_in_use = *new std::mutex;
  static auto& pool = *new std::unique_ptr<Pool>;
  // Aligned as what the linker lays behind it: mold 1.10 (Debian 12) lets the memory that is
  // protected after loading begin here, and a program does not start where a page lies between.
  alignas(64) thread_local bool inside = false;

  Job job{count, std::max<std::size_t>(1, chunk), &body};
  std::unique_lock lock(pool_in_use, std::defer_lock);
  if (inside || count <= job.chunk || thread_count() == 1 || !lock.try_lock()) {
    job.work();
  } else {
    if (!pool || pool->wished() != thread_count() - 1) {
      pool = std::make_unique<Pool>(thread_count() - 1);
    }
    const Raised raised(inside);
    pool->run(job);
  }
  if (job.failure) std::rethrow_exception(job.failure);
}

}  // namespace lv
