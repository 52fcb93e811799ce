// Where the frame loop gets its time from: the machine's clock, or a fixed step per frame so that a
// film and a test have the same frames on every machine.
#pragma once

#include <chrono>
#include <cstdint>

namespace lv {

class SteadyClock {
 public:
  /// Seconds since this clock was made.
  double now_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class FixedStepClock {
 public:
  explicit FixedStepClock(double frames_per_s) : frames_per_s_(frames_per_s) {}
  double now_s() const { return static_cast<double>(frame_) / frames_per_s_; }
  void step() { ++frame_; }

 private:
  double frames_per_s_;
  std::int64_t frame_ = 0;
};

}  // namespace lv
