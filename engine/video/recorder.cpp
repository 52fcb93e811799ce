#include "engine/video/recorder.h"

#include "engine/core/caught.h"

namespace lv {

Recorder::Recorder(std::unique_ptr<Encoder> encoder)
    : encoder_(std::move(encoder)), remark_(encoder_->remark()), thread_([this] { serve(); }) {}

Recorder::~Recorder() {
  frames_.close();  // else the thread would wait for more
}

Recorder::OwnedFrame Recorder::owned(const FrameView& frame) {
  return {frame.width_px, frame.height_px, {frame.rgba.begin(), frame.rgba.end()}, frame.wait};
}

bool Recorder::push(const FrameView& frame) {
  return frames_.push_or_wait(owned(frame));
}

bool Recorder::offer(const FrameView& frame) {
  return frames_.push_or_drop(owned(frame));
}

void Recorder::serve() {
  while (const auto frame = frames_.pop_or_wait()) {
    outcome_ = guarded([&] {
      return encoder_->push({frame->width_px, frame->height_px, frame->rgba, frame->wait});
    });
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
