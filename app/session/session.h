// Session: the state of the program, the actions that change it and the background work that it
// wants. The state changes in three ways only: by an action (apply, act), by what was done in the
// background (poll), and by what the frame loop tells (below). Main thread only.
#pragma once

#include <memory>

#include "app/session/command.h"
#include "app/session/state.h"

namespace lv {

class MetricChoice;
class RowDesk;
class ScanDesk;
struct MadeThumbnail;

class Session {
 public:
  explicit Session(std::shared_ptr<MetricChoice> metric);
  ~Session();

  /// Errors: action.h, apply().
  Result<void> apply(const Command& command);
  /// apply(); an error becomes the message at the screen's edge.
  void act(const Command& command);

  /// Begins what the state wants done in the background, takes in what has been done, and moves the
  /// playback to `now_s`.
  void poll(double now_s);

  const SessionState& state() const { return state_; }
  Screen screen() const { return state_.program.screen; }
  const std::shared_ptr<const Matrix>& matrix() const { return state_.scans.matrix; }
  const ProgramState& program() const { return state_.program; }
  const Films& films() const { return state_.films; }
  /// Null while no row is open.
  const OpenRow* open() const { return state_.row ? &*state_.row : nullptr; }
  const ComparedRow* row() const { return state_.row ? &state_.row->row : nullptr; }
  const ViewState& view() const { return state_.view.state; }
  /// With a held date or a playing switch in place of the fade position; a date that is in the hand
  /// lies over the reference, except in a grid.
  ViewState shown_view() const;

  /// Why the processor aligns and not a graphics card; empty: nothing to say.
  std::string metric_fallback() const;
  /// Something may change without any input.
  bool busy() const;

  // What the frame loop tells, because it owns the window and the device.

  void offer(std::vector<SessionOffer> offers) { state_.program.offers = std::move(offers); }
  void offer_discs(const std::vector<std::filesystem::path>& discs);
  void tell_chooser(bool there) { state_.program.has_chooser = there; }
  /// What went wrong: a sentence at the screen's edge until it is dismissed.
  void tell(std::string message) { lv::tell(state_.program, std::move(message)); }
  /// The renderer has taken in a volume, or why not.
  void set_texture(const StackPlace& stack, Result<VolumeId> texture);
  /// How far the film that is being made is.
  void tell_film(double fraction);
  /// How far the recording is; empty: there is none any more.
  void tell_live(const std::optional<LiveFilm>& live) { state_.films.live = live; }
  /// What was done, for a few seconds.
  void note(std::string message) {
    lv::note(state_.program, std::move(message), state_.view.now_s);
  }
  /// No film is being made any more; one sentence about what became of it. `made`: where it is.
  void end_film(const std::string& outcome, const std::filesystem::path& made);
  void end_live(const std::string& outcome, const std::filesystem::path& made);

  // What the frame loop has to do. Each request is handed out once.

  std::vector<VolumeId> take_released_textures();
  std::vector<MadeThumbnail> take_thumbnails();
  std::optional<FilmWish> take_film_wish();
  bool take_film_cancelled();
  std::optional<FilmWish> take_live_wish();
  bool take_live_end();
  bool take_copy_picture();
  bool take_fullscreen_toggled();
  bool take_choose_folder();

 private:
  SessionState state_;
  std::shared_ptr<MetricChoice> metric_;
  std::unique_ptr<ScanDesk> scan_desk_;
  std::unique_ptr<RowDesk> row_desk_;
};

}  // namespace lv
