#include "app/film/film_desk.h"

#include "engine/core/file_name.h"

namespace lv {

Result<void> FilmDesk::request(ComparedRow row, const ViewState& view, FilmRequest film) {
  film_.reset();
  row.focus.reset();
  output_ = film.output;
  LV_ASSIGN(film_, FilmMaker::make(device_, renderer_, std::move(row), view, std::move(film)));
  return {};
}

Result<void> FilmDesk::step() {
  if (!film_) return {};
  const auto done = film_->step();
  if (done && !*done) return {};
  film_.reset();
  outcome_ = done ? "film written: " + file_name(output_) : done.error().text();
  LV_TRY(done);
  return {};
}

void FilmDesk::cancel() {
  if (!film_) return;
  film_.reset();
  outcome_ = "the film was stopped; nothing was written";
}

}  // namespace lv
