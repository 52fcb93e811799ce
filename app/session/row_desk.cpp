#include "app/session/row_desk.h"

#include <algorithm>

#include "app/session/hand.h"

namespace lv {

void RowDesk::poll(SessionState& state) {
  if (!state.row || state.row->read_wanted) end_jobs();  // the row before was left
  if (!state.row) return;
  OpenRow& open = *state.row;
  if (open.read_wanted) {
    open.read_wanted = false;
    std::vector<int> series;
    for (const ComparedDate& date : open.row.dates) series.push_back(date.series);
    load_ = std::make_unique<LoadJob>(state.scans.matrix, std::move(series), open.first_seen);
  }
  if (load_) poll_load(state);
  if (align_) poll_align(state);
  if (follow_) poll_follow(open, state.view);
}

/// The job that refines works on what the one that lines up has prepared, and that one on what was
/// read: the last ends first.
void RowDesk::end_jobs() {
  follow_.reset();
  align_.reset();
  load_.reset();
  wish_ = 0;
}

void RowDesk::poll_load(SessionState& state) {
  OpenRow& open = *state.row;
  Comparison& row = open.row;
  open.loading = {load_->progress().fraction(), load_->progress().phrase()};
  bool arrived = false;
  while (auto loaded = load_->take()) {
    ComparedDate& date = row.dates[loaded->date];
    if (loaded->volume) {
      take_volume(date, *loaded->volume);
      date.window = loaded->window;
    } else {
      date.problem = loaded->volume.error().text();
    }
    arrived = true;
  }
  if (!arrived) return;
  if (state.view.is_home) state.view.state.point = home_point(row);
  const auto settled = [](const ComparedDate& date) {
    return date.volume || !date.problem.empty();
  };
  if (!std::ranges::all_of(row.dates, settled)) return;
  load_.reset();
  open.loading.reset();
  row.reference = usable_reference(row);
  const std::string& reference = row.dates[row.reference].frame_of_reference;
  for (ComparedDate& date : row.dates) {
    date.known = state.scans.known_poses.between(reference, date.frame_of_reference);
  }
  align_ = std::make_unique<AlignJob>(row, metric_);
  open.aligning = true;
}

void RowDesk::poll_align(SessionState& state) {
  OpenRow& open = *state.row;
  Comparison& row = open.row;
  const bool done = align_->done();  // asked first: nothing is posted after it
  for (AlignJob::Update& update : align_->take()) {
    ComparedDate& date = row.dates[update.date];
    row.reference = update.reference;
    date.pose = update.pose;
    date.state = update.state;
    if (update.state == AlignmentState::settled) date.alignment = std::move(update.alignment);
  }
  if (!done) return;
  if (state.view.is_home) state.view.state.point = home_point(row);
  state.scans.known_poses.remember(row);
  if (const std::string& problem = align_->problem(); !problem.empty()) {
    state.program.message = problem;
  }
  if (const PreparedRow& prepared = align_->prepared(); !prepared.empty()) {
    for (const auto& volume : prepared) open.movable.push_back(volume != nullptr);
    follow_ = std::make_unique<FollowJob>(prepared, metric_);
  }
  align_.reset();
  open.aligning = false;
}

void RowDesk::poll_follow(OpenRow& open, const View& view) {
  Refinement& wish = open.refinement;
  if (!wish.asked) {
    FollowJob::Wish asked{open.row.reference, {}, wish.focus};
    for (const auto& start : wish.starts) asked.starts.push_back({start.date, start.pose});
    wish_ = follow_->ask(std::move(asked));
    wish.asked = true;
  }
  for (std::size_t d = 0; d < open.row.dates.size(); ++d) {
    const auto moving = follow_->moving(d);
    if (!moving || moving->wish != wish_ || wish.kind != Refinement::Kind::moved) continue;
    open.row.dates[d].pose = moving->sample.pose;
    open.row.dates[d].state = AlignmentState::running;
  }
  const bool idle = !follow_->busy();  // asked first: nothing is answered after it
  while (auto answer = follow_->take()) {
    if (answer->wish != wish_) continue;  // of a wish that another has overtaken
    if (wish.kind == Refinement::Kind::moved) take_moved(open, answer->date, answer->found);
    if (wish.kind == Refinement::Kind::focus) take_focused(open, answer->date, answer->found);
  }
  open.refining = !idle;
  if (open.row.focus && idle) ask_focus(open, view);  // another date may be shown by now
}

}  // namespace lv
