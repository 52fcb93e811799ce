// The decoders at work in a process of their own, as a thread that reads pictures sees them.
#pragma once

#include <memory>

#include "engine/decoder/process.h"
#include "engine/decoder/unpack.h"

namespace lv {

/// What unpacking a picture may cost. One of 16 million samples takes a few seconds and 300 MB.
struct DecoderLimits {
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;
  std::chrono::milliseconds patience{5000};  ///< plus a second for each million of samples
};

class DecoderWorker {
 public:
  /// Error: unavailable: no process can be started, or it does not begin its work.
  static Result<std::unique_ptr<DecoderWorker>> start(const DecoderLimits& limits);

  /// False: it has crashed or was ended, so that another one must be started.
  bool alive() const { return process_ != nullptr; }
  /// True: the kernel refuses it files, the network and other processes.
  bool shut_off() const { return shut_off_; }

  /// As unpack_picture(). Sets `asked_in_vain` where the worker was ended from outside: the picture
  /// is then not to blame and worth another try.
  Result<void> unpack(const PackedPicture& picture, const TakeSamples& take, bool& asked_in_vain);

 private:
  DecoderWorker() = default;

  std::unique_ptr<HelperProcess> process_;
  DecoderLimits limits_;
  bool shut_off_ = false;
};

}  // namespace lv
