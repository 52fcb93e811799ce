// The interface: reads the session, draws ImGui's widgets, and answers with commands. One screen a
// file. Main thread only, between Backend::begin and Backend::record.
#pragma once

#include <map>

#include "app/session/session.h"
#include "app/ui/keyboard_owner.h"
#include "app/view/annotation.h"
#include "engine/core/extent.h"
#include "engine/study/offers.h"

namespace lv::ui {

/// A picture the backend holds, and its size.
struct ThumbnailPicture {
  std::uintptr_t id = 0;  ///< ui::PictureId
  ExtentPx size;
};

/// What could stand in an empty cell of the matrix, and the number of the row where it stands now.
struct StandIn {
  Offer offer;
  int from_row = 0;
};

/// What the interface remembers that is nobody else's business.
struct UiState {
  std::map<SeriesKey, ThumbnailPicture> thumbnails;
  std::map<int, std::vector<StandIn>> stand_ins;  ///< of each row that was shown, by its number
  MatrixPtr stand_ins_of;                         ///< of this matrix
  RectPx picture_px;                              ///< where panes are drawn; empty: no panes
  float progress_width_px = 0;                    ///< of the line of progress in the last frame
  std::vector<PanePlan> panes;                    ///< of this frame
  int panel_date = -1;                            ///< at which the panel of dates stands
  /// A picture of the matrix that is dragged: the number of its row, and its study. Row 0: none.
  int dragged_row = 0, dragged_study = 0;
  float matrix_x_px = 0;                      ///< how far the matrix is scrolled to the right
  bool focus_there = false;                   ///< in the last frame
  double pressed_x_px = 0, pressed_y_px = 0;  ///< where a button went down in the picture
  Command enlarged_from{"look", {"grid"}};    ///< leads back to where a pane was enlarged
  std::string study_date;                     ///< what is typed as the date of a study
  std::string path_text;                      ///< what is typed into the field for folders
  bool path_was_asked = false;    ///< in the last frame: its field gets the keyboard once
  std::string film_path;          ///< where the film shall be
  ThumbnailPicture film_preview;  ///< what it shows; 0: nothing
  bool film_for_doctor = false;
  std::string session_path;  ///< where the session shall be
  std::string palette_text;  ///< what is typed into the palette
  int palette_choice = 0;    ///< which of what fits is marked
  bool ring = false;         ///< a ring shows which widget the arrows have reached; Tab began it
  bool ring_begun = false;   ///< in the last frame
  Screen ring_screen = Screen::start;  ///< the ring ends with its screen
  KeyboardOwner keyboard_owner = KeyboardOwner::picture;
};

/// Draws the current screen over `size`.
void build(Session& session, UiState& state, ExtentPx size);

// Screens and parts, each in the file of its name.
void build_start(Session& session, UiState& state);
void build_scans(Session& session, UiState& state);
void build_compare(Session& session, UiState& state, ExtentPx size);
void build_dates_panel(Session& session, UiState& state);
void build_numbers(Session& session);
void build_fade_slider(Session& session, float width);
void build_picture(Session& session, UiState& state);
void build_keys_overlay(Session& session);
void build_left_out(Session& session);
/// A button with which a date is typed in for a study that has none; its middle is at `middle`, its
/// upper edge at `top`.
void build_study_date(Session& session, UiState& state, int study, float middle, float top);
void build_film_dialog(Session& session, UiState& state);
void build_session_dialog(Session& session, UiState& state);
void build_leave_dialog(Session& session);
void build_palette(Session& session, UiState& state);
void build_path_field(Session& session, UiState& state);
/// What is said of an action and the keys that do it: "all three planes (T)". `text`: empty: the
/// action's own words.
std::string tip_of(const Command& command, std::string_view text = {});
/// Progress of reading, loading, aligning and filming, in one line.
void build_progress(Session& session);

}  // namespace lv::ui
