// SessionState: all that the program knows while it runs, in parts, as plain values. Actions change
// the parts that they name; the session's desks change scans and row by what was done in the
// background; nobody else changes anything.
#pragma once

#include "app/session/open_row.h"
#include "app/session/scans.h"
#include "app/view/view.h"

namespace lv {

enum class Screen { start, scans, compare };

/// What the user is being asked.
enum class Question { none, path, film, session, palette, leave_row };

/// A session that can be gone on with.
struct SessionOffer {
  std::filesystem::path file;
  std::string text;  ///< on its button
};

/// The program itself: what is on the screen besides scans and pictures.
struct ProgramState {
  Screen screen = Screen::start;
  Question question = Question::none;
  std::vector<std::string> waiting;    ///< paths to be opened, once the user says so (leave_row)
  std::vector<SessionOffer> offers;    ///< on the first screen
  std::vector<SessionOffer> discs;     ///< that are plugged in, on the first screen
  bool has_chooser = false;            ///< the desktop has a dialog for folders
  bool choose_folder = false;          ///< the frame loop shall show it
  std::filesystem::path session_file;  ///< the one saved or opened last
  std::filesystem::path made;          ///< the film, page or recording that was made last
  std::string message;                 ///< at the screen's edge
  /// A note goes by itself at this time; empty: the message waits until it is dismissed.
  std::optional<double> note_until_s;
  bool made_now = false;       ///< the message says that `made` was made
  bool can_take_back = false;  ///< the message asks whether what was done last shall stay
  bool keys_shown = false, left_out_shown = false;
  bool quit = false;               ///< the frame loop shall end
  bool copy_picture = false;       ///< the frame loop shall put the picture onto the clipboard
  bool toggle_fullscreen = false;  ///< the frame loop shall switch between window and full screen
};

/// Says what went wrong, until it is dismissed.
void tell(ProgramState& program, std::string message);
/// Says what was done, for a few seconds from `now_s`.
void note(ProgramState& program, std::string message, double now_s);

/// A film of the row that is open.
struct FilmWish {
  std::filesystem::path path;
  bool for_doctor = false;  ///< with name, birth date and exact dates
};

/// What a recording of the picture has come to.
struct LiveFilm {
  bool for_doctor = false;  ///< the picture shows exact dates, else years
  double begun_s = 0;
  int dropped = 0;  ///< pictures that it had no time for
};

struct Films {
  std::optional<FilmWish> wish;       ///< the frame loop shall make it
  bool cancel = false;                ///< the frame loop shall stop the one that is being made
  std::optional<FilmWish> live_wish;  ///< the frame loop shall record what the picture shows
  bool end_live = false;              ///< and shall end that
  // Told by the frame loop:
  std::optional<LiveFilm> live;
  bool running = false;
  double fraction = 0;
  std::string outcome;  ///< what became of the last one, one sentence
};

struct SessionState {
  Scans scans;
  std::optional<OpenRow> row;
  View view;
  Films films;
  ProgramState program;
  std::vector<VolumeId> released;  ///< textures that the renderer need not keep

  std::size_t dates() const { return row ? row->row.dates.size() : 0; }
};

/// Opens a row of the matrix at a date (none: the newest). `playing`: through its dates, at once.
void open_row(SessionState& state, int index, std::optional<std::size_t> date, bool playing);

/// Leaves the row that is open, if any: nothing plays any more, its textures are released. Where a
/// hand has moved something, that comes back with the row.
void close_row(SessionState& state);

/// Opens the row that a session file says was open, as it was; does nothing where there is none.
void resume_row(SessionState& state);
/// Leaves the row for the matrix of scans.
void to_scans(SessionState& state);
/// The same; but once the scans are arranged anew the row is opened as it was. Only this series is
/// to be lined up from its scanner position, since the distance of its slices is another one then.
void leave_to_read_again(SessionState& state, const SeriesKey& series);

/// What a session file keeps of the program as it is now.
SessionFile session_now(const SessionState& state);

/// Back to a program that has read nothing.
void forget_scans(SessionState& state);

/// Something may change without any input. Thumbnails are not counted.
bool busy(const SessionState& state);
/// Something is read, lined up or fitted, and nothing else moves.
bool only_progresses(const SessionState& state);

}  // namespace lv
