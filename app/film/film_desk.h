// FilmDesk: makes the films of rows, and pages and sheets, one at a time and a picture a step, for
// the window and for `export`. Main thread only.
#pragma once

#include "app/film/film.h"

namespace lv {

class FilmDesk {
 public:
  FilmDesk(gpu::Device& device, Renderer& renderer) : device_(device), renderer_(renderer) {}

  /// Begins a film of the row as the view looks at it; a film that is being made is given up. It
  /// shows every date that has a texture, lined up as a whole even where there is a focus. The
  /// textures must stay until the film is done. Errors: nothing to show; the output cannot be
  /// written.
  Result<void> request(ComparedRow row, const ViewState& view, FilmRequest film);
  /// Draws the next picture, if a film is being made. Error: there will be none, and why.
  Result<void> step();
  /// Stops the film that is being made and removes what was written of it.
  void cancel();

  bool running() const { return film_ != nullptr; }
  double fraction() const { return film_ ? film_->fraction() : 0; }
  const std::filesystem::path& output() const { return output_; }
  /// What became of the last film, one sentence.
  const std::string& outcome() const { return outcome_; }

 private:
  gpu::Device& device_;
  Renderer& renderer_;
  std::filesystem::path output_;
  std::string what_;  ///< it makes: "film", "page", "sheet"
  std::unique_ptr<Maker> film_;
  std::string outcome_;
};

}  // namespace lv
