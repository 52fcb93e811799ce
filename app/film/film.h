// The film of a row: draws the frames of a FilmPlan with the same renderer and overlay as the
// window and hands them to the encoder. Main thread only; one film at a time.
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
  FilmLook look = FilmLook::fade;
  DateStyle dates = DateStyle::year;
  std::string title;  ///< lines burned into the first two seconds
  bool demo = false;
};

/// Kind, dates, scanners, slices, contrast agent and alignment of a row in a few lines. `person`
/// (name and birth date) only where the user has asked for it; else empty.
std::string film_title(const Comparison& row, DateStyle dates, const std::string& person);

class FilmMaker {
 public:
  /// `row`: every date that has a texture is shown; the textures must stay until the film is done.
  /// The view gives plane, point, zoom and window. Errors: nothing to show; the output cannot be
  /// written.
  static Result<std::unique_ptr<FilmMaker>> make(gpu::Device& device, Renderer& renderer,
                                                 const Comparison& row, const ViewState& view,
                                                 FilmRequest request);

  /// Draws the next frame. True: it was the last one, and the film stands under its name.
  Result<bool> step();
  double fraction() const;

 private:
  class Sheet;
  FilmMaker(Renderer& renderer, Comparison row, ViewState view, FilmRequest request);
  Result<void> open(gpu::Device& device);
  void record_frame(gpu::Frame& frame, double time_s);
  ViewState view_at(const FilmMoment& moment) const;
  Result<void> hand_over(bool wait);
  int equal_frames() const;

  Renderer& renderer_;
  Comparison row_;
  ViewState view_;
  FilmRequest request_;
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
