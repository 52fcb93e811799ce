// A process of ours that works for one thread: messages of fixed size and shared memory. How that
// is done on this system stands in posix/process.cpp or windows/process.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "engine/core/result.h"

namespace lv {

class HelperProcess {
 public:
  /// What became of a question. `ended_itself`: it crashed; `was_ended`: somebody killed it.
  enum class Outcome { answered, ended_itself, was_ended, too_slow };

  /// Starts `program`, which lies in the folder of this one or, where this one was installed, in
  /// ../lib/longview, and tells it how much memory it may take. It ends at the latest when the
  /// calling thread ends. Error: unavailable, and why.
  static Result<std::unique_ptr<HelperProcess>> start(const char* program,
                                                      std::uint64_t most_memory_bytes);
  /// Ends it at once, whatever it is doing.
  virtual ~HelperProcess() = default;
  HelperProcess(const HelperProcess&) = delete;

  /// Memory of at least `bytes` that both processes see. Where it has to grow, its content is lost.
  /// Empty: there is no memory left.
  virtual std::span<std::uint8_t> memory(std::size_t bytes) = 0;

  /// Waits for a message of exactly this size. Time in which other programs keep the process from
  /// computing does not count. After any outcome but `answered` the process has ended.
  virtual Outcome hear(std::span<std::byte> answer, std::chrono::milliseconds patience) = 0;
  virtual Outcome ask(std::span<const std::byte> question, std::span<std::byte> answer,
                      std::chrono::milliseconds patience) = 0;

 protected:
  HelperProcess() = default;
};

}  // namespace lv
