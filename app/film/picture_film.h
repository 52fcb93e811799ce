// PictureFilm: records a part of the window's picture into a film while it is used, at up to 30
// pictures a second of the real time. It never waits: pictures for which there is no time are left
// out and counted, and the one before them stays for as long. Main thread only.
#pragma once

#include <deque>
#include <memory>
#include <optional>

#include "engine/gpu/target.h"
#include "engine/video/recorder.h"

namespace lv {

class PictureFilm {
 public:
  /// Errors: as open_encoder(); out of memory.
  static Result<std::unique_ptr<PictureFilm>> begin(gpu::Device& device,
                                                    const std::filesystem::path& output,
                                                    const RectPx& part, double now_s);

  /// Copies the picture where one is due. Between begin_drawing() and end_drawing() of nobody.
  void record(gpu::Frame& frame, gpu::Target& target, double now_s);
  /// Hands what the device has copied to the encoder. Error: the device was lost.
  Result<void> hand_over();
  /// The last picture stays until now. Errors: what the encoder says.
  Result<void> finish(double now_s);

  const RectPx& part() const { return part_; }
  double begun_s() const { return begun_s_; }
  int dropped() const { return dropped_; }
  const std::string& remark() const { return recorder_->remark(); }

 private:
  PictureFilm(const RectPx& part, double now_s) : part_(part), begun_s_(now_s) {}
  int due(double now_s) const { return static_cast<int>((now_s - begun_s_) * frames_per_s_); }

  RectPx part_;
  double begun_s_;
  int frames_per_s_ = 30;
  int recorded_ = -1;  ///< number of the last picture that was copied, by the time
  int handed_ = -1;    ///< and of the last that the encoder has
  int dropped_ = 0;
  std::deque<int> numbers_;  ///< of what is in the ring
  std::vector<std::uint8_t> last_;
  std::optional<gpu::Readback> readback_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace lv
