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

  /// Starts `program`, which stands beside this one or, where this one was installed, in
  /// ../lib/longview. It ends when the calling thread does, at the latest, and is told how much
  /// memory it may take. Error: unavailable, and why.
  static Result<std::unique_ptr<HelperProcess>> start(const char* program,
                                                      std::uint64_t most_memory_bytes);
  /// Ends it where it stands.
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;

  /// At least so many bytes that the other process sees too; what was in them is lost where they
  /// have to grow. Empty: there is no memory.
  std::span<std::uint8_t> memory(std::size_t bytes);

  /// Waits for a message of exactly this size; where other programs keep it from computing, longer.
  /// After anything but an answer the process is gone.
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
