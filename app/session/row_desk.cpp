#include "app/session/row_desk.h"

#include <algorithm>
#include <utility>

#include "app/jobs/spine_levels.h"
#include "app/row/known_poses.h"
#include "app/session/hand.h"

namespace lv {
namespace {

void take_loaded(ComparedDate& date, LoadJob::Loaded loaded) {
  if (loaded.volume) {
    take_volume(date, *loaded.volume, std::move(loaded.outline));
    date.window = loaded.window;
  } else {
    date.problem = loaded.volume.error().text();
  }
}

}  // namespace

void RowDesk::poll(SessionState& state) {
  if (!state.row || state.row->read_wanted) end_jobs();  // the row before was left
  if (!state.row) return;
  OpenRow& open = *state.row;
  if (open.read_wanted) {
    open.read_wanted = false;
    std::vector<int> series;
    for (const ComparedDate& date : open.row.dates) series.push_back(date.series);
    load_ = std::make_unique<LoadJob>(state.scans.matrix, std::move(series),
                                      coarsest_date(open.row), open.first_seen);
  }
  if (load_) poll_load(state);
  if (std::exchange(open.align_wanted, false)) begin_aligning(state);
  if (further_) poll_further(open);
  if (aligner_) poll_aligner(state);
  if (levels_) poll_levels(state);
  if (contrast_) poll_contrast(state);
}

void RowDesk::end_jobs() {
  contrast_.reset();
  levels_.reset();
  aligner_.reset();
  further_.reset();
  load_.reset();
  wish_ = 0;
}

void RowDesk::poll_load(SessionState& state) {
  OpenRow& open = *state.row;
  ComparedRow& row = open.row;
  open.loading = {load_->progress().fraction(), load_->progress().phrase()};
  bool arrived = false;
  while (auto loaded = load_->take()) {
    take_loaded(row.dates[loaded->date], std::move(*loaded));
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
  begin_further(state);
  if (!row.dates[row.reference].restored || !row.dates[row.reference].volume) {
    row.reference = usable_reference(row);
    forget_restored(row);
  }
  open.align_wanted = true;
}

void RowDesk::begin_aligning(SessionState& state) {
  OpenRow& open = *state.row;
  ComparedRow& row = open.row;
  contrast_.reset();
  levels_.reset();
  aligner_.reset();
  wish_ = 0;
  open.refining = open.equalising = false;
  take_known(row, state.scans.known_poses);
  aligner_ = std::make_unique<RowService>(metric_->source(), volumes_to_align(row),
                                          alignment_options(row));
  open.aligning = true;
}

/// Further stacks are read once every date can be seen: lining up does not wait for them.
void RowDesk::begin_further(SessionState& state) {
  further_series_.clear();
  for (const ComparedDate& date : state.row->row.dates) {
    for (const ComparedDate& stack : date.further) further_series_.push_back(stack.series);
  }
  if (further_series_.empty()) return;
  further_ = std::make_unique<LoadJob>(state.scans.matrix, further_series_, 0, 0);
  state.row->reading_further = true;
}

void RowDesk::poll_further(OpenRow& open) {
  const bool done = further_->done();  // asked before what it has read is taken
  while (auto loaded = further_->take()) {
    ComparedDate* const stack = stack_of(open.row, further_series_[loaded->date]);
    if (stack != nullptr) take_loaded(*stack, std::move(*loaded));
  }
  if (!done) return;
  further_.reset();
  open.reading_further = false;
}

void RowDesk::poll_aligner(SessionState& state) {
  OpenRow& open = *state.row;
  const bool ready = aligner_->ready();  // asked before news is taken: once it is true, nothing
                                         // more comes about the whole row
  if (ready && !std::exchange(open.refinement.asked, true)) {
    wish_ = aligner_->ask(open.refinement.wish);
  }
  const bool idle = !aligner_->busy();  // asked before news is taken, too
  const RigidPose framed_before = framing_pose(open.row.dates[coarsest_date(open.row)]);
  for (std::size_t d = 0; d < open.row.dates.size(); ++d) {
    if (auto news = aligner_->news(d)) take(open, d, std::move(*news));
  }
  if (state.view.state.plane == own_plane) {
    // The date whose plane is seen stays where it is on the screen: the others move.
    const RigidPose framed = framing_pose(open.row.dates[coarsest_date(open.row)]);
    dvec3& point = state.view.state.point;
    point = inverse(framed)(framed_before(point));
  }
  if (ready && open.aligning && !levels_ && !further_) begin_levels(state);
  open.refining = ready && !idle;
  if (open.row.focus && idle && !open.aligning)
    ask_focus(open, state.view);  // another date may be shown by now
}

void RowDesk::take(OpenRow& open, std::size_t place, RowService::News news) {
  const bool whole_row = news.wish == 0;
  if (!whole_row && news.wish != wish_) return;  // answers a wish that a newer one has replaced
  if (!whole_row && open.refinement.kind == Refinement::Kind::focus) {
    if (news.settled) take_focused(open, place, news.alignment);
    return;
  }
  if (!whole_row && news.settled) {
    take_moved(open, place, news.alignment);
    return begin_equalising(open);
  }
  if (open.row.reference != news.reference) forget_restored(open.row);
  ComparedDate& date = open.row.dates[place];
  if (date.restored) return;
  open.row.reference = news.reference;
  date.pose = news.pose;
  date.state = news.settled ? AlignmentState::settled : AlignmentState::running;
  if (news.settled) date.alignment = std::move(news.alignment);
}

/// Until the levels are known it is not said of a spine that it is lined up.
void RowDesk::begin_levels(SessionState& state) {
  OpenRow& open = *state.row;
  const auto& row = state.scans.matrix->rows[static_cast<std::size_t>(open.index)];
  if (!may_show_spine(row.kind.region)) return end_aligning(state);
  const RowOnDisk found{state.scans.matrix, open.index, {}};
  levels_ = std::make_unique<LevelsJob>(open.row, found, metric_->source());
  for (ComparedDate& date : open.row.dates) {
    if (date.alignment.pose && !date.restored) date.state = AlignmentState::running;
  }
}

void RowDesk::poll_levels(SessionState& state) {
  const bool done = levels_->done();  // asked before what it has found is taken
  while (auto found = levels_->take()) {
    ComparedDate& date = state.row->row.dates[found->date];
    date.known_levels = std::move(found->known_levels);
    if (date.restored) {
      date.levels = std::move(found->found.levels);  // what they say of it is in what was kept
      if (date.alignment.method != Method::hand) date.bend = bend_of(date.pose, date.levels);
    } else {
      take_levels(date, std::move(found->found));
    }
  }
  if (!done) return;
  levels_.reset();
  for (ComparedDate& date : state.row->row.dates) {
    if (date.state == AlignmentState::running) date.state = AlignmentState::settled;
  }
  end_aligning(state);
}

void RowDesk::end_aligning(SessionState& state) {
  OpenRow& open = *state.row;
  if (state.view.is_home) state.view.state.point = home_point(open.row);
  state.scans.known_poses.remember(open.row);
  if (!aligner_->problem().empty()) tell(state.program, aligner_->problem());
  for (std::size_t d = 0; d < open.row.dates.size(); ++d) {
    open.movable.push_back(aligner_->can_move(d));
  }
  open.aligning = false;
  forget_restored(open.row);
  begin_equalising(open);
}

void RowDesk::begin_equalising(OpenRow& open) {
  contrast_ = std::make_unique<ContrastJob>(contrast_tasks(open.row));
  open.equalising = true;
}

void RowDesk::poll_contrast(SessionState& state) {
  OpenRow& open = *state.row;
  while (auto fitted = contrast_->take()) take_contrast(open.row, fitted->date, fitted->fit);
  if (!contrast_->done()) return;
  contrast_.reset();
  open.equalising = false;
  if (const std::string fits = fits_text(open); !fits.empty()) {
    tell(state.program, fits);
    state.program.can_take_back = true;
  }
}

}  // namespace lv
