// The viewer's parts and one turn of its frame loop: input, session, widgets, picture. Main thread
// only.
#pragma once

#include <stop_token>

#include "app/film/film_desk.h"
#include "app/film/film_preview.h"
#include "app/ui/ui.h"
#include "app/window/graphics.h"
#include "app/window/keys.h"
#include "app/window/picture_desk.h"
#include "app/window/script.h"
#include "app/window/thumbnails.h"
#include "engine/core/clock.h"
#include "engine/system/folder_chooser.h"

namespace lv {

class Viewer {
 public:
  Viewer(std::unique_ptr<Host> host, Graphics graphics, Session& session);

  /// One turn: a frame is drawn where anything can have changed. False: the user has left. Error:
  /// the device was lost. May throw.
  Result<bool> turn(Script* script);

  /// After turn() has thrown: begins the drawing anew and asks whether the session shall be saved.
  /// False: nothing can be saved, or nothing can be drawn any more.
  bool offer_to_save(const Error& why);

 private:
  Result<void> draw(std::span<const InputEvent> events, double step_s);
  /// The same, and says when mere progress is drawn again.
  Result<void> draw_timed(std::span<const InputEvent> events, double step_s);
  FrameInput frame_input() const;
  void take_textures();
  void take_thumbnails(double now_s);
  void serve_requests();
  void serve_start_screen(double now_s);
  FilmRequest film_request(const FilmWish& wish) const;
  void begin_film(const FilmWish& wish);
  void serve_film_preview(double now_s);
  void show_preview(std::vector<std::uint8_t> rgba);
  void serve_films();
  Result<void> shot(const std::filesystem::path& path);
  Result<void> script_events(Script* script, std::vector<InputEvent>& events);
  bool moves() const;
  bool still() const;
  bool draws_now(const Script* script) const;

  std::unique_ptr<Host> host_;  // ends last: the device draws into its window
  Graphics graphics_;
  Session& session_;
  Keys keys_;
  ui::UiState ui_;
  Thumbnails thumbnails_;
  FilmDesk films_;
  FilmPreview film_preview_;
  PictureDesk pictures_;
  FolderChooser chooser_;
  std::vector<std::filesystem::path> discs_;
  double discs_asked_s_ = -1e9;
  std::vector<VolumeId> to_remove_;
  std::optional<ExtentPx> headless_size_px_;
  double last_s_ = 0;
  double scale_ = 1;
  std::optional<double> script_scale_;
  int quiet_turns_ = 0;         ///< since anything happened
  int untouched_turns_ = 0;     ///< since the last input
  SteadyClock clock_;           ///< the host's may have a fixed step
  double next_progress_s_ = 0;  ///< when mere progress is drawn again
  bool fullscreen_ = false;
  bool leave_ = false;
};

}  // namespace lv
