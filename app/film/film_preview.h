// FilmPreview: the pictures of a film before it is written, small and in the film's own time, over
// and over. Main thread only.
#pragma once

#include "app/film/film.h"

namespace lv {

class FilmPreview {
 public:
  FilmPreview(gpu::Device& device, Renderer& renderer) : device_(device), renderer_(renderer) {}

  /// A film of this is asked for. Begins where something else was shown, and anew where it was
  /// shown to its end, so that what has changed meanwhile is seen. Where it cannot (there is no
  /// memory for it, say), nothing is shown; the film can be asked for all the same.
  void show(const ComparedRow& row, const ViewState& view, const FilmRequest& film, double now_s);
  void end();
  bool shown() const { return film_ != nullptr; }

  /// R, G, B, A in rows from the top; empty: no other picture is due.
  std::vector<std::uint8_t> picture(double now_s);
  /// 0 × 0 while nothing is shown.
  ExtentPx size_px() const { return film_ ? film_->size_px() : ExtentPx{}; }

 private:
  gpu::Device& device_;
  Renderer& renderer_;
  std::unique_ptr<FilmMaker> film_;
  std::optional<FilmRequest> asked_;
  double begun_s_ = 0, next_s_ = 0;
};

}  // namespace lv
