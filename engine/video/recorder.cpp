#include "engine/video/recorder.h"

namespace lv {

Recorder::Recorder(std::unique_ptr<Encoder> encoder, WhenFull when_full)
    : encoder_(std::move(encoder)), when_full_(when_full), thread_([this] { serve(); }) {}

Recorder::~Recorder() {
  frames_.close();  // else the thread would wait for more
}

bool Recorder::push(const FrameView& frame) {
  OwnedFrame owned{frame.width_px, frame.height_px, {frame.rgba.begin(), frame.rgba.end()}};
  if (when_full_ == WhenFull::wait) return frames_.push_or_wait(std::move(owned));
  const bool taken = frames_.push_or_drop(std::move(owned));
  dropped_ += taken ? 0 : 1;
  return taken;
}

void Recorder::serve() {
  while (const auto frame = frames_.pop_or_wait()) {
    outcome_ = encoder_->push({frame->width_px, frame->height_px, frame->rgba});
    if (!outcome_) break;
  }
  frames_.close();
}

Result<void> Recorder::finish() {
  frames_.close();
  if (thread_.joinable()) thread_.join();
  LV_TRY(std::move(outcome_));
  return encoder_->finish();
}

}  // namespace lv
