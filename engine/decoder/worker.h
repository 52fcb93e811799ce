// The decoders at work in a process of their own, as a thread that reads pictures sees them.
#pragma once

#include <memory>

#include "engine/decoder/process.h"
#include "engine/decoder/unpack.h"

namespace lv {

/// What a picture may cost. A picture of 16 million samples takes a few seconds and 300 MB.
struct DecoderLimits {
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
  std::chrono::milliseconds patience{5000};  ///< and a second more for each million of samples
};

class DecoderWorker {
 public:
  /// Error: unavailable: no process can be started, or it does not begin its work.
  static Result<std::unique_ptr<DecoderWorker>> start(const DecoderLimits& limits);

  /// False once it has crashed or has been ended: another one is to be started.
  bool alive() const { return process_ != nullptr; }
  /// Whether the kernel keeps it from files, the network and other processes.
  bool shut_off() const { return shut_off_; }

  /// As unpack_picture(). `asked_in_vain`: becomes true where the worker was ended from outside, so
  /// that the picture is worth another one.
  Result<void> unpack(const PackedPicture& picture, const TakeSamples& take, bool& asked_in_vain);

 private:
  DecoderWorker() = default;

  std::unique_ptr<HelperProcess> process_;
  DecoderLimits limits_;
  bool shut_off_ = false;
};

}  // namespace lv
