// A process of ours that works for one thread: messages of fixed size and shared memory. All that
// is the system's own stands in posix/process.cpp.
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
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;

  /// Memory of at least `bytes` that both processes see. Where it has to grow, its content is lost.
  /// Empty: there is no memory left.
  std::span<std::uint8_t> memory(std::size_t bytes);

  /// Waits for a message of exactly this size. Time in which other programs keep the process from
  /// computing does not count. After any outcome but `answered` the process has ended.
  Outcome hear(std::span<std::byte> answer, std::chrono::milliseconds patience);
  Outcome ask(std::span<const std::byte> question, std::span<std::byte> answer,
              std::chrono::milliseconds patience);

 private:
  HelperProcess() = default;
  Outcome hear_once(std::span<std::byte> answer, std::chrono::milliseconds patience);
  Outcome end();

  int process_ = -1, messages_ = -1, memory_file_ = -1;
  std::span<std::uint8_t> memory_;
};

}  // namespace lv
