#include "app/window/picture_desk.h"

#include <utility>

#include "engine/core/file_name.h"
#include "engine/core/free_path.h"
#include "engine/system/desktop.h"
#include "engine/system/this_process.h"
#include "engine/video/png.h"

namespace lv {

PictureDesk::~PictureDesk() {
  if (film_) (void)film_->finish(now_s_);
}

/// The window may have become smaller since the last frame.
void PictureDesk::record(gpu::Frame& frame, gpu::Target& target, double now_s) {
  const auto is_there = [&](const RectPx& picture) {
    return picture.x + picture.width <= target.extent_px.width &&
           picture.y + picture.height <= target.extent_px.height;
  };
  if (film_ && is_there(filmed_)) film_->record(frame, target, now_s);
  if (copy_ && !is_there(copied_)) copy_.reset();
  if (copy_) copy_->record(frame, target, copied_.x, copied_.y);
}

Result<void> PictureDesk::serve(Session& session, const RectPx& picture, double now_s) {
  now_s_ = now_s;
  LV_TRY(serve_film(session, picture, now_s));
  return serve_copy(session, picture);
}

void PictureDesk::begin_film(Session& session, const FilmWish& wish, const RectPx& picture,
                             double now_s) {
  auto begun = PictureFilm::begin(device_, wish.path, picture, now_s);
  if (!begun) return session.tell(begun.error().text());
  film_ = std::move(*begun);
  output_ = wish.path;
  filmed_ = picture;
  for_doctor_ = wish.for_doctor;
}

void PictureDesk::end_film(Session& session, double now_s) {
  const auto done = film_->finish(now_s);
  const int dropped = film_->dropped();
  const std::string remark = film_->remark().empty() ? "" : ", " + film_->remark();
  film_.reset();
  session.tell_live({});
  if (!done) return session.end_live(done.error().text(), {});
  const std::string left_out =
      dropped == 0 ? "" : "; " + std::to_string(dropped) + " pictures left out, there was no time";
  session.end_live("recorded: " + file_name(output_) + remark + left_out, output_);
}

Result<void> PictureDesk::serve_film(Session& session, const RectPx& picture, double now_s) {
  if (const auto wish = session.take_live_wish(); wish && !film_ && picture.width > 0) {
    begin_film(session, *wish, picture, now_s);
  }
  const bool end = session.take_live_end();
  if (!film_) return {};
  LV_TRY(film_->hand_over());
  if (end || picture != filmed_) {
    end_film(session, now_s);
  } else {
    session.tell_live(LiveFilm{for_doctor_, film_->begun_s(), film_->dropped()});
  }
  return {};
}

/// What was asked for is copied with the next frame, and put onto the clipboard after that.
Result<void> PictureDesk::serve_copy(Session& session, const RectPx& picture) {
  if (copy_) {
    LV_ASSIGN(const std::optional<int> slot, copy_->take(true));
    if (!slot) return {};
    const auto said = put_onto_clipboard({copied_.width, copied_.height, copy_->pixels(*slot)});
    copy_.reset();
    said ? session.note(*said) : session.tell(said.error().text());
  }
  if (session.take_copy_picture() && picture.width > 0) {
    copied_ = picture;
    LV_ASSIGN(copy_, gpu::Readback::make(device_, picture.extent(), 1));
  }
  return {};
}

/// What was done. Where there is no such clipboard, the picture becomes a file.
Result<std::string> PictureDesk::put_onto_clipboard(const FrameView& picture) {
  std::error_code failure;
  const auto passing = std::filesystem::temp_directory_path(failure) /
                       ("longview-picture-" + std::to_string(process_number()) + ".png");
  LV_TRY(write_png(passing, picture));
  const bool copied = copy_png(passing);
  std::filesystem::remove(passing, failure);
  if (copied) return std::string("the picture is on the clipboard");
  const auto kept = free_path(home_folder(), "longview-picture", ".png");
  LV_TRY(write_png(kept, picture));
  return "the clipboard takes no pictures here (xclip or wl-copy is missing); kept as " +
         file_name(kept);
}

}  // namespace lv
