// Frames from the drawing thread to an Encoder on a thread of its own, through a bounded queue.
#pragma once

#include <thread>

#include "engine/core/bounded_queue.h"
#include "engine/video/encoder.h"

namespace lv {

class Recorder {
 public:
  explicit Recorder(std::unique_ptr<Encoder> encoder);
  ~Recorder();

  /// Copies the frame; waits while the encoder is behind. False: the encoder has failed (finish()
  /// says why).
  bool push(const FrameView& frame);
  /// As push(), but never waits. False: also where the encoder is behind; the frame is left out.
  bool offer(const FrameView& frame);
  /// Waits for the encoder and finishes the film. Error: the first that occurred. Abandoning the
  /// Recorder without this leaves no file.
  Result<void> finish();
  /// As Encoder::remark(), to be put behind "film written".
  const std::string& remark() const { return remark_; }

 private:
  struct OwnedFrame {
    int width_px, height_px;
    std::vector<std::uint8_t> rgba;
    int wait;
  };
  static OwnedFrame owned(const FrameView& frame);
  void serve();

  std::unique_ptr<Encoder> encoder_;
  std::string remark_;
  BoundedQueue<OwnedFrame> frames_{4};
  Result<void> outcome_;  // the thread's, until it is joined
  std::jthread thread_;
};

}  // namespace lv
