#include "engine/core/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace lv {
namespace {

std::atomic<int> wished_threads{0};

struct Job {
  std::size_t count, chunk;
  const std::function<void(std::size_t, std::size_t)>* body;
  std::atomic<std::size_t> next{0};
  int helpers_inside = 0;  // guarded by Pool::mutex_

  void work() {
    for (std::size_t begin; (begin = next.fetch_add(chunk)) < count;) {
      (*body)(begin, std::min(count, begin + chunk));
    }
  }
};

/// Threads that sleep until a job is set; one job at a time.
class Pool {
 public:
  explicit Pool(int helpers) {
    for (int i = 0; i < helpers; ++i) {
      threads_.emplace_back([this](std::stop_token stop) { serve(stop); });
    }
  }

  void run(Job& job) {
    {
      std::scoped_lock lock(mutex_);
      job_ = &job;
      ++generation_;
    }
    wake_.notify_all();
    job.work();
    std::unique_lock lock(mutex_);
    job_ = nullptr;
    left_.wait(lock, [&] { return job.helpers_inside == 0; });
  }

  int helpers() const { return static_cast<int>(threads_.size()); }

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

int thread_count() {
  const int wished = wished_threads;
  return wished > 0 ? wished : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallel_for(std::size_t count, std::size_t chunk,
                  const std::function<void(std::size_t, std::size_t)>& body) {
  static std::mutex pool_in_use;
  static std::unique_ptr<Pool> pool;
  thread_local bool inside = false;

  Job job{count, std::max<std::size_t>(1, chunk), &body};
  std::unique_lock lock(pool_in_use, std::defer_lock);
  if (inside || count <= job.chunk || thread_count() == 1 || !lock.try_lock()) {
    job.work();
    return;
  }
  if (!pool || pool->helpers() != thread_count() - 1) {
    pool = std::make_unique<Pool>(thread_count() - 1);
  }
  inside = true;
  pool->run(job);
  inside = false;
}

}  // namespace lv
