#include "app/film/film_preview.h"

namespace lv {

void FilmPreview::show(const ComparedRow& row, const ViewState& view, const FilmRequest& film,
                       double now_s) {
  const bool same = asked_ && asked_->look == film.look && asked_->person == film.person &&
                    asked_->size_px == film.size_px;
  if (same && !(film_ && now_s >= begun_s_ + film_->duration_s())) return;
  asked_ = film;
  ComparedRow filmed = row;
  filmed.focus.reset();  // as FilmDesk does
  auto made = FilmMaker::preview(device_, renderer_, std::move(filmed), view, film);
  film_ = made ? std::move(*made) : nullptr;
  begun_s_ = next_s_ = now_s;
}

void FilmPreview::end() {
  film_.reset();
  asked_.reset();
}

std::vector<std::uint8_t> FilmPreview::picture(double now_s) {
  constexpr double between_s = 0.1;  // enough to see what moves; the window is drawn beside it
  if (!film_ || now_s < next_s_) return {};
  next_s_ = now_s + between_s;
  auto drawn = film_->picture(now_s - begun_s_);
  if (!drawn) film_.reset();
  if (!drawn) return {};
  for (std::size_t alpha = 3; alpha < drawn->size(); alpha += 4) (*drawn)[alpha] = 255;
  return std::move(*drawn);
}

}  // namespace lv
