#include "app/film/picture_film.h"

namespace lv {

Result<std::unique_ptr<PictureFilm>> PictureFilm::begin(gpu::Device& device,
                                                        const std::filesystem::path& output,
                                                        const RectPx& part, double now_s) {
  constexpr int slots = 3;  // the device is at most two frames behind
  LV_ASSIGN(const FilmKind* const kind, film_kind(output));
  if (kind->writer != FilmKind::Writer::libav) {
    return Error{ErrorCode::usage, "a recording is a film: .mp4, .webm or .gif",
                 output.filename().string()};
  }
  FilmFormat format = kind->format(part.width, part.height);
  format.colour = format.live = true;
  auto film = std::unique_ptr<PictureFilm>(
      new PictureFilm({part.x, part.y, format.width_px, format.height_px}, now_s));
  film->frames_per_s_ = format.frames_per_s;
  LV_ASSIGN(film->readback_, gpu::Readback::make(device, film->part_.extent(), slots));
  LV_ASSIGN(auto encoder, open_encoder(output, format));
  film->recorder_ = std::make_unique<Recorder>(std::move(encoder));
  return film;
}

void PictureFilm::record(gpu::Frame& frame, gpu::Target& target, double now_s) {
  if (recorded_ < 0) begun_s_ = now_s;
  const int number = due(now_s);
  if (number <= recorded_) return;
  recorded_ = number;
  if (readback_->record(frame, target, part_.x, part_.y)) {
    numbers_.push_back(number);
  } else {
    ++dropped_;
  }
}

Result<void> PictureFilm::hand_over() {
  while (true) {
    LV_ASSIGN(const std::optional<int> slot, readback_->take(false));
    if (!slot) return {};
    const int number = numbers_.front();
    numbers_.pop_front();
    const auto pixels = readback_->pixels(*slot);
    last_.assign(pixels.begin(), pixels.end());
    readback_->release(*slot);
    if (recorder_->offer({part_.width, part_.height, last_, number - handed_ - 1})) {
      handed_ = number;
    } else {
      ++dropped_;
    }
  }
}

Result<void> PictureFilm::finish(double now_s) {
  LV_TRY(hand_over());
  if (last_.empty()) return Error{ErrorCode::usage, "nothing was recorded"};
  if (const int end = due(now_s); end > handed_) {
    recorder_->push({part_.width, part_.height, last_, end - handed_ - 1});
  }
  return recorder_->finish();
}

}  // namespace lv
