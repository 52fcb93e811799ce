#include "app/session.h"

#include <algorithm>
#include <cmath>

#include "app/facts.h"

namespace lv {

Result<void> Session::apply(const Command& command) {
  const auto known = std::ranges::find(commands(), command.name, &CommandInfo::name);
  if (known == commands().end()) {
    return Error{ErrorCode::usage, "there is no such command", command.name};
  }
  const int count = static_cast<int>(command.arguments.size());
  if (count < known->least_arguments || count > known->most_arguments) {
    return Error{ErrorCode::usage, "wrong number of words", line_of(command)};
  }
  return known->run(*this, command.arguments);
}

void Session::act(const Command& command) {
  const auto done = apply(command);
  if (!done) message_ = done.error().text();
}

Result<void> Session::open_paths(const std::vector<std::filesystem::path>& paths) {
  LV_ASSIGN(const SessionFile more, expand_session_files(paths));
  merge(file_.corrections, more.corrections);
  if (scan_) index_.reset();  // it holds parts only
  opening_.insert(opening_.end(), more.paths.begin(), more.paths.end());
  start_scan();
  screen_ = Screen::scans;
  message_.clear();
  question_ = Question::none;
  return {};
}

void Session::start_scan() {
  scan_.reset();
  std::vector<std::filesystem::path> unread = opening_;
  if (!index_) {
    index_ = std::make_shared<ScanIndex>();
    unread.insert(unread.begin(), file_.paths.begin(), file_.paths.end());
  }
  scan_ = std::make_unique<ScanJob>(index_, std::move(unread), file_.corrections);
}

Result<void> Session::correct(const Corrections& said) {
  if (!matrix_ || comparison_ || scan_) {
    return Error{ErrorCode::usage, "this can be said in the finished matrix of scans", ""};
  }
  merge(file_.corrections, said);
  start_scan();
  return {};
}

void Session::forget_scans() {
  close_comparison();
  demo_job_.reset();
  scan_.reset();
  index_.reset();
  file_ = {};
  opening_.clear();
  matrix_ = newer_matrix_ = nullptr;
  known_poses_ = {};
  demo_ = false;
}

void Session::open_neighbour(int row) {
  const auto study_of = [this](int series) {
    return matrix_->series[static_cast<std::size_t>(series)].study;
  };
  const int reference = study_of(comparison_->dates[comparison_->reference].series);
  const auto date = static_cast<std::size_t>(std::lround(view_.position));
  const int study = study_of(comparison_->dates[date].series);
  const auto& cells = matrix_->rows[static_cast<std::size_t>(row)].cells;
  const auto nearest = std::ranges::min_element(
      cells, {}, [study](const Cell& cell) { return std::abs(cell.study - study); });
  const dvec3 point = view_.point;
  open_comparison(row, static_cast<std::size_t>(nearest - cells.begin()));
  if (study_of(comparison_->dates[comparison_->reference].series) != reference) return;
  view_.point = point;
  view_is_home_ = false;
}

void Session::open_comparison(int row, std::optional<std::size_t> date) {
  close_comparison();
  row_ = row;
  comparison_ = comparison_of(*matrix_, row);
  std::vector<int> series;
  for (const ComparedDate& compared : comparison_->dates) series.push_back(compared.series);
  const std::size_t last = comparison_->dates.size() - 1;
  const std::size_t first_seen = std::min(date.value_or(last), last);
  view_.position = static_cast<double>(first_seen);
  view_is_home_ = true;
  load_ = std::make_unique<LoadJob>(matrix_, std::move(series), first_seen);
  screen_ = Screen::compare;
}

void Session::close_comparison() {
  follow_.reset();
  align_.reset();
  history_ = {};
  in_hand_.reset();
  hand_ = false;
  load_.reset();
  if (!comparison_) return;
  for (const ComparedDate& date : comparison_->dates) {
    if (date.texture != 0) released_.push_back(date.texture);
  }
  comparison_.reset();
  row_ = -1;
}

void Session::poll(double now_s) {
  now_s_ = now_s;
  poll_demo();
  poll_scan();
  poll_load();
  poll_align();
  poll_follow();
  if (!view_.playing || !comparison_) return;
  const int dates = static_cast<int>(comparison_->dates.size());
  if (!view_.cuts) view_.position = playback_.fade_position(now_s, dates);
}

void Session::poll_demo() {
  if (!demo_job_) return;
  const auto folder = demo_job_->take();
  if (!folder) return;
  demo_job_.reset();
  if (*folder) return act({"open-demo-folder", {(*folder)->string()}});
  message_ = folder->error().text();
  screen_ = Screen::start;
}

void Session::poll_scan() {
  if (!scan_) return;
  auto update = scan_->take();
  if (!update) return;
  // A row that is open stays as it is: it was built from an earlier matrix of the same files.
  if (update->matrix) (comparison_ ? newer_matrix_ : matrix_) = update->matrix;
  if (!update->done) return ask_thumbnails();
  if (update->matrix) {
    file_.paths.insert(file_.paths.end(), opening_.begin(), opening_.end());
  } else {
    message_ = update->error.text();
    index_.reset();
    if (!matrix_) screen_ = Screen::start;
  }
  opening_.clear();
  scan_.reset();
  ask_thumbnails();
}

/// A series that grew while its folder was read gets another picture once the reading has ended.
void Session::ask_thumbnails() {
  if (!matrix_) return;
  if (!thumbnails_) thumbnails_ = std::make_unique<ThumbnailJob>();
  for (const Row& row : matrix_->rows) {
    for (const Cell& cell : row.cells) {
      const Series& series = matrix_->series[static_cast<std::size_t>(cell.series)];
      const auto asked = thumbnails_asked_.find(series.key);
      const bool once = asked != thumbnails_asked_.end();
      if (once && (scan_ || asked->second == series.slices.size())) continue;
      if (!thumbnails_->ask(matrix_, cell.series)) return;
      thumbnails_asked_[series.key] = series.slices.size();
      ++thumbnails_waiting_;
    }
  }
}

std::vector<ThumbnailJob::Made> Session::take_thumbnails() {
  std::vector<ThumbnailJob::Made> made;
  while (thumbnails_) {
    auto one = thumbnails_->take();
    if (!one) break;
    made.push_back(std::move(*one));
    --thumbnails_waiting_;
  }
  if (!made.empty() && thumbnails_waiting_ == 0) ask_thumbnails();  // what found no room before
  return made;
}

void Session::poll_load() {
  if (!load_ || !comparison_) return;
  bool arrived = false;
  while (auto loaded = load_->take()) {
    ComparedDate& date = comparison_->dates[loaded->date];
    if (loaded->volume) {
      take_volume(date, *loaded->volume);
      date.window = loaded->window;
    } else {
      date.problem = loaded->volume.error().text();
    }
    arrived = true;
  }
  if (!arrived) return;
  if (view_is_home_) view_.point = home_point(*comparison_);
  const auto settled = [](const ComparedDate& date) {
    return date.volume || !date.problem.empty();
  };
  if (!std::ranges::all_of(comparison_->dates, settled)) return;
  load_.reset();
  comparison_->reference = usable_reference(*comparison_);
  const std::string& reference = comparison_->dates[comparison_->reference].frame_of_reference;
  for (ComparedDate& date : comparison_->dates) {
    date.known = known_poses_.between(reference, date.frame_of_reference);
  }
  align_ = std::make_unique<AlignJob>(*comparison_, metric_);
}

void Session::poll_align() {
  if (!align_ || !comparison_) return;
  const bool done = align_->done();  // asked first: nothing is posted after it
  for (AlignJob::Update& update : align_->take()) {
    ComparedDate& date = comparison_->dates[update.date];
    comparison_->reference = update.reference;
    date.pose = update.pose;
    date.state = update.state;
    if (update.state == AlignmentState::settled) date.alignment = std::move(update.alignment);
  }
  if (!done) return;
  if (view_is_home_) view_.point = home_point(*comparison_);
  known_poses_.remember(*comparison_);
  if (const std::string& problem = align_->problem(); !problem.empty()) message_ = problem;
  if (!align_->prepared().empty()) {
    follow_ = std::make_unique<FollowJob>(align_->prepared(), metric_);
  }
  align_.reset();
}

ViewState Session::shown_view() const {
  ViewState view = view_;
  if (!comparison_) return view;
  const int dates = static_cast<int>(comparison_->dates.size());
  if (view_.playing && view_.cuts)
    view.position = playback_.cut_position(now_s_, view_.position, dates);
  if (held_position_) view.position = *held_position_;
  return view;
}

bool Session::busy() const {
  return demo_job_ || scan_ || load_ || align_ || (follow_ && follow_->busy()) || film.running ||
         view_.playing || thumbnails_waiting_ > 0 || !waiting_for_texture().empty();
}

std::vector<std::size_t> Session::waiting_for_texture() const {
  std::vector<std::size_t> waiting;
  if (!comparison_) return waiting;
  for (std::size_t d = 0; d < comparison_->dates.size(); ++d) {
    const ComparedDate& date = comparison_->dates[d];
    if (date.volume && date.texture == 0 && date.problem.empty()) waiting.push_back(d);
  }
  return waiting;
}

void Session::set_texture(std::size_t date, Result<VolumeId> texture) {
  if (texture) {
    comparison_->dates[date].texture = *texture;
  } else {
    comparison_->dates[date].problem = texture.error().text();
  }
}

std::vector<VolumeId> Session::take_released_textures() {
  return std::exchange(released_, {});
}

}  // namespace lv
