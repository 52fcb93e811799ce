#include "app/film/film_desk.h"

#include "app/page/page_maker.h"
#include "app/page/sheet_maker.h"
#include "engine/core/file_name.h"

namespace lv {

Result<void> FilmDesk::request(ComparedRow row, const ViewState& view, FilmRequest film) {
  film_.reset();
  row.focus.reset();
  output_ = film.output;
  LV_ASSIGN(const FilmKind* const kind, film_kind(output_));
  using Writer = FilmKind::Writer;
  const auto make = kind->writer == Writer::page    ? &PageMaker::make
                    : kind->writer == Writer::paper ? &SheetMaker::make
                                                    : &FilmMaker::make;
  what_ = kind->writer == Writer::page ? "page" : kind->writer == Writer::paper ? "sheet" : "film";
  LV_ASSIGN(film_, make(device_, renderer_, std::move(row), view, std::move(film)));
  return {};
}

Result<void> FilmDesk::step() {
  if (!film_) return {};
  const auto done = film_->step();
  if (done && !*done) return {};
  const std::string remark = film_->remark();
  film_.reset();
  outcome_ = done ? what_ + " written: " + file_name(output_) : done.error().text();
  if (done && !remark.empty()) outcome_ += ", " + remark;
  LV_TRY(done);
  return {};
}

void FilmDesk::cancel() {
  if (!film_) return;
  film_.reset();
  outcome_ = "the film was stopped; nothing was written";
}

}  // namespace lv
