// PictureDesk: takes the picture out of the window as it is shown: onto the clipboard, or into a
// film while it is used. Neither widgets nor the pointer are in it. Main thread only.
#pragma once

#include "app/film/picture_film.h"
#include "app/session/session.h"

namespace lv {

class PictureDesk {
 public:
  explicit PictureDesk(gpu::Device& device) : device_(device) {}
  /// What is being recorded is finished.
  ~PictureDesk();

  /// The picture must be drawn anew, because it is to be copied.
  bool waiting() const { return copy_.has_value(); }

  /// Copies what is drawn by now, if something is to be copied.
  void record(gpu::Frame& frame, gpu::Target& target, double now_s);

  /// After each turn: begins, continues and ends what the session wants. `picture`: where in the
  /// window it is; empty: there is none. Error: the device was lost.
  Result<void> serve(Session& session, const RectPx& picture, double now_s);

 private:
  void begin_film(Session& session, const FilmWish& wish, const RectPx& picture, double now_s);
  void end_film(Session& session, double now_s);
  Result<void> serve_film(Session& session, const RectPx& picture, double now_s);
  Result<void> serve_copy(Session& session, const RectPx& picture);
  Result<std::string> put_onto_clipboard(const FrameView& picture);

  gpu::Device& device_;
  std::unique_ptr<PictureFilm> film_;
  std::filesystem::path output_;
  RectPx filmed_;  ///< the picture when it began
  bool for_doctor_ = false;
  double now_s_ = 0;

  std::optional<gpu::Readback> copy_;
  RectPx copied_;
};

}  // namespace lv
