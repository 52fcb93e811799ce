// One film of a row: draws the frames of a FilmPlan with the same renderer and overlay as the
// window and hands them to the encoder (FilmDesk), or shows them before any is written
// (FilmPreview).
#pragma once

#include <deque>
#include <memory>

#include "app/draw/backend.h"
#include "app/film/film_plan.h"
#include "app/page/maker.h"
#include "app/view/film_request.h"
#include "engine/render/renderer.h"
#include "engine/video/recorder.h"

namespace lv {

class FilmMaker : public Maker {
 public:
  /// As FilmDesk::request().
  static Result<std::unique_ptr<Maker>> make(gpu::Device& device, Renderer& renderer,
                                             ComparedRow row, const ViewState& view,
                                             FilmRequest request);
  /// The same without an encoder: for picture() alone.
  static Result<std::unique_ptr<FilmMaker>> preview(gpu::Device& device, Renderer& renderer,
                                                    ComparedRow row, const ViewState& view,
                                                    FilmRequest request);
  /// Draws what the film shows at a time and waits for it. Rows of R, G, B, A from the top; empty
  /// where the device does not hold all of the row's volumes.
  Result<std::vector<std::uint8_t>> picture(double time_s);
  double duration_s() const { return plan_.duration_s(); }
  ExtentPx size_px() const { return size_px_; }

  Result<bool> step() override;
  double fraction() const override;
  std::string remark() const override { return recorder_->remark(); }

 private:
  FilmMaker(Renderer& renderer, ComparedRow row, ViewState view, FilmRequest request,
            std::vector<std::size_t> dates);
  static Result<std::unique_ptr<FilmMaker>> of_row(Renderer& renderer, ComparedRow row,
                                                   const ViewState& view, FilmRequest request);
  Result<void> open(gpu::Device& device);
  Result<void> prepare_to_draw(gpu::Device& device);
  bool volumes_are_there() const;
  void record_frame(gpu::Frame& frame, double time_s);
  ViewState view_at(const FilmMoment& moment) const;
  Result<void> hand_over(bool wait);
  int equal_frames() const;

  Renderer& renderer_;
  ComparedRow row_;
  ViewState view_;
  FilmRequest request_;
  std::vector<std::size_t> dates_;  ///< that it goes through, as the plan counts them
  ExtentPx size_px_{1280, 720};
  std::string title_;  ///< lines burned into the first two seconds
  FilmPlan plan_;
  std::vector<double> times_s_;  ///< of the frames
  std::size_t next_ = 0;
  std::deque<int> repeats_;  ///< how often each frame in the ring is seen
  std::unique_ptr<gpu::Frames> frames_;
  gpu::Target target_;
  std::optional<gpu::Readback> readback_;
  std::unique_ptr<ui::Backend> overlay_;
  std::unique_ptr<Recorder> recorder_;
};

}  // namespace lv
