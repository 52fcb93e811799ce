// Session: everything the program knows while it runs. Its state changes in two ways only: apply()
// of a command, and poll(), which takes in what the background jobs have done. Main thread only.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>

#include "app/jobs/align_job.h"
#include "app/jobs/jobs.h"
#include "app/row/known_poses.h"
#include "app/row/pose_history.h"
#include "app/row/session_file.h"
#include "app/session/command.h"
#include "app/view/playback.h"
#include "app/view/view_state.h"

namespace lv {

enum class Screen { start, scans, compare };

/// A film of the row that is open.
struct FilmWish {
  std::filesystem::path path;
  bool for_doctor = false;  ///< with name, birth date and exact dates
};

/// What the user is being asked.
enum class Question { none, path, film, session };

/// What the frame loop does for the session, because it owns the window and the device.
struct SessionRequests {
  bool quit = false;
  bool toggle_fullscreen = false;
  std::optional<FilmWish> film;  ///< make the film of the row
  bool cancel_film = false;
};

/// How far the film that is being made is, told by the frame loop.
struct FilmStatus {
  bool running = false;
  double fraction = 0;
  std::string outcome;  ///< what became of the last one, one sentence
};

class Session {
 public:
  explicit Session(std::shared_ptr<MetricChoice> metric) : metric_(std::move(metric)) {}

  /// The only way to change the state from outside. Error: no such command, wrong arguments, or it
  /// makes no sense now; the state is then unchanged.
  Result<void> apply(const Command& command);
  /// apply(), an error becomes the message at the screen's edge.
  void act(const Command& command);

  /// Takes in what jobs have done and moves the playback to `now_s`.
  void poll(double now_s);

  Screen screen() const { return screen_; }
  const MatrixPtr& matrix() const { return matrix_; }
  /// Null while no row is open.
  const Comparison* comparison() const { return comparison_ ? &*comparison_ : nullptr; }
  Comparison* comparison() { return comparison_ ? &*comparison_ : nullptr; }
  int open_row() const { return row_; }
  const ViewState& view() const { return view_; }
  /// The view with a held date or a playing switch in place of the fade position.
  ViewState shown_view() const;
  const std::string& message() const { return message_; }
  /// Shows a sentence at the screen's edge until it is dismissed.
  void tell(std::string message) { message_ = std::move(message); }
  bool keys_shown() const { return keys_shown_; }
  bool left_out_shown() const { return left_out_shown_; }
  Question question() const { return question_; }
  bool demo() const { return demo_; }

  /// Null while nothing of the kind is going on.
  const JobProgress* scanning() const {
    return demo_job_ ? &demo_job_->progress() : scan_ ? &scan_->progress() : nullptr;
  }
  const JobProgress* loading() const { return load_ ? &load_->progress() : nullptr; }
  bool aligning() const { return align_ != nullptr; }
  /// Drags move and turn the shown date instead of the view.
  bool hand() const { return hand_; }
  /// Why the processor aligns and not a graphics card; empty: nothing to say.
  std::string metric_fallback() const { return metric_->fallback(); }
  /// Something may change without any input.
  bool busy() const;

  /// Volumes that the renderer shall take in; the loop answers with set_texture().
  std::vector<std::size_t> waiting_for_texture() const;
  void set_texture(std::size_t date, Result<VolumeId> texture);
  /// Textures that are no longer needed.
  std::vector<VolumeId> take_released_textures();

  /// Thumbnails made since the last call.
  std::vector<ThumbnailJob::Made> take_thumbnails();

  SessionRequests take_requests() { return std::exchange(requests_, {}); }
  FilmStatus film;

 private:
  friend struct SessionCommands;
  /// Session files among the paths give theirs and their corrections.
  Result<void> open_paths(const std::vector<std::filesystem::path>& paths);
  void start_scan();
  /// The matrix anew, with what the user has just said.
  Result<void> correct(const Corrections& said);
  void poll_demo();
  void poll_scan();
  void poll_load();
  void poll_align();
  void poll_follow();
  void take_nudged(const FollowJob::Answer& answer);
  void take_focused(const FollowJob::Answer& answer);
  void ask_focus();
  void drop_focus();
  std::uint64_t wish(FollowJob::Wish wish);
  void forget_scans();
  /// `date`: the one that is seen, and read, first; none: the newest.
  void open_comparison(int row, std::optional<std::size_t> date = {});
  /// The same, at the same date, zoom and (where both rows have the same reference study) point.
  void open_neighbour(int row);
  void close_comparison();
  void ask_thumbnails();

  std::shared_ptr<MetricChoice> metric_;
  Screen screen_ = Screen::start;
  SessionFile file_;                            ///< what was read and said
  std::vector<std::filesystem::path> opening_;  ///< what is being read
  std::shared_ptr<ScanIndex> index_;  ///< of its paths; the scanning job's while there is one
  MatrixPtr matrix_;
  MatrixPtr newer_matrix_;  ///< came while a row of matrix_ was open
  int row_ = -1;
  std::optional<Comparison> comparison_;
  KnownPoses known_poses_;
  bool view_is_home_ = true;  ///< nobody has moved the view yet: it may follow what is read
  ViewState view_;
  Playback playback_;
  std::optional<double> held_position_;
  double now_s_ = 0;
  std::string message_;
  bool hand_ = false;                  ///< drags move the shown date
  std::optional<PoseChange> in_hand_;  ///< has been moved and is not let go yet
  PoseHistory history_;
  std::uint64_t nudge_wish_ = 0, focus_wish_ = 0;  ///< of follow_
  bool keys_shown_ = false, left_out_shown_ = false, demo_ = false;
  Question question_ = Question::none;
  SessionRequests requests_;
  std::vector<VolumeId> released_;
  std::map<SeriesKey, std::size_t> thumbnails_asked_;  ///< of so many slices
  std::size_t thumbnails_waiting_ = 0;

  std::unique_ptr<ThumbnailJob> thumbnails_;
  std::unique_ptr<DemoJob> demo_job_;
  std::unique_ptr<ScanJob> scan_;
  std::unique_ptr<LoadJob> load_;
  std::unique_ptr<AlignJob> align_;
  std::unique_ptr<FollowJob> follow_;  ///< once the row is lined up
};

/// One command of the session: for the table of keys, the palette and the script's errors.
struct CommandInfo {
  std::string_view name;
  std::string_view keys;   ///< as printed: "Left, Right"; empty: no key
  std::string_view title;  ///< what it does, in a few words
  int least_arguments, most_arguments;
  Result<void> (*run)(Session&, std::span<const std::string>);
};
std::span<const CommandInfo> commands();

}  // namespace lv
