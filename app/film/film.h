// One film of a row: draws the frames of a FilmPlan with the same renderer and overlay as the
// window and hands them to the encoder. FilmDesk makes it.
#pragma once

#include <deque>
#include <filesystem>
#include <memory>

#include "app/draw/backend.h"
#include "app/film/film_plan.h"
#include "app/view/annotation.h"
#include "engine/render/renderer.h"
#include "engine/video/recorder.h"

namespace lv {

struct FilmRequest {
  std::filesystem::path output;  ///< .mp4, .webm, .gif, .png (contact sheet) or a folder
  ExtentPx size_px{1280, 720};   ///< of a frame; of one picture of a contact sheet
  Look look = Look::fade;
  /// For a doctor: name and birth date, shown with exact dates. None: for others, years only.
  std::optional<std::string> person;
  bool demo = false;

  DateStyle dates() const { return person ? DateStyle::exact : DateStyle::year; }
};

class FilmMaker {
 public:
  /// As FilmDesk::request().
  static Result<std::unique_ptr<FilmMaker>> make(gpu::Device& device, Renderer& renderer,
                                                 ComparedRow row, const ViewState& view,
                                                 FilmRequest request);

  /// Draws the next frame. True: it was the last one, and the film stands under its name.
  Result<bool> step();
  double fraction() const;

 private:
  FilmMaker(Renderer& renderer, ComparedRow row, ViewState view, FilmRequest request);
  Result<void> open(gpu::Device& device);
  void record_frame(gpu::Frame& frame, double time_s);
  ViewState view_at(const FilmMoment& moment) const;
  Result<void> hand_over(bool wait);
  int equal_frames() const;

  Renderer& renderer_;
  ComparedRow row_;
  ViewState view_;
  FilmRequest request_;
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
