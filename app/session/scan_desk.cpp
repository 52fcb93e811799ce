#include "app/session/scan_desk.h"

#include <utility>

#include "app/session/action.h"

namespace lv {
namespace {

WorkProgress told(const JobProgress& progress) {
  return {progress.fraction(), progress.phrase()};
}

}  // namespace

void ScanDesk::poll(SessionState& state) {
  begin_wanted(state.scans);
  poll_demo(state);
  poll_scan(state);
  if (state.scans.matrix == pictured_) return;
  pictured_ = state.scans.matrix;
  ask_thumbnails(state.scans);
}

void ScanDesk::begin_wanted(Scans& scans) {
  if (std::exchange(scans.forget_wanted, false)) {
    demo_.reset();
    scan_.reset();
    index_.reset();
  }
  if (std::exchange(scans.stop_wanted, false) && scan_) scan_->stop();
  if (std::exchange(scans.demo_wanted, false)) demo_ = std::make_unique<DemoJob>();
  if (!std::exchange(scans.read_wanted, false)) return;
  if (scan_) index_.reset();  // it was not read to the end
  scan_.reset();
  std::vector<std::filesystem::path> unread = scans.opening;
  if (!index_) {
    index_ = std::make_shared<ScanIndex>();
    unread.insert(unread.begin(), scans.file.paths.begin(), scans.file.paths.end());
  }
  scan_ = std::make_unique<ScanJob>(index_, std::move(unread), scans.file.corrections);
}

void ScanDesk::poll_demo(SessionState& state) {
  if (!demo_) return;
  state.scans.reading = told(demo_->progress());
  const auto folder = demo_->take();
  if (!folder) return;
  demo_.reset();
  state.scans.reading.reset();
  const Result<void> opened = *folder ? apply(state, {"open-demo-folder", {(*folder)->string()}})
                                      : Result<void>(folder->error());
  if (opened) return begin_wanted(state.scans);
  tell(state.program, opened.error().text());
  state.program.screen = Screen::start;
}

void ScanDesk::poll_scan(SessionState& state) {
  if (!scan_) return;
  Scans& scans = state.scans;
  scans.reading = told(scan_->progress());
  auto update = scan_->take();
  if (!update) return;
  // A row that is open stays as it is: it was built from an earlier matrix of the same files.
  if (update->matrix) (state.row ? scans.newer_matrix : scans.matrix) = update->matrix;
  if (!update->done) return;
  if (!update->error.what.empty()) {
    const char* const kept = update->matrix ? "; what was read until then is shown" : "";
    tell(state.program, update->error.text() + kept);
  }
  if (update->matrix) {
    scans.file.paths.insert(scans.file.paths.end(), scans.opening.begin(), scans.opening.end());
  } else {
    index_.reset();
    if (!scans.matrix) state.program.screen = Screen::start;
  }
  scans.opening.clear();
  scans.reading.reset();
  scan_.reset();
  pictured_ = nullptr;  // series that grew meanwhile get another picture
  resume_row(state);
}

/// A series that grew while its folder was read gets another picture once the reading has ended.
void ScanDesk::ask_thumbnails(const Scans& scans) {
  if (!scans.matrix) return;
  if (!thumbnails_) thumbnails_ = std::make_unique<ThumbnailJob>();
  for (const Row& row : scans.matrix->rows) {
    for (const Cell& cell : row.cells) {
      const Series& series = scans.matrix->series[static_cast<std::size_t>(cell.series)];
      const auto asked = thumbnails_asked_.find(series.key);
      const bool once = asked != thumbnails_asked_.end();
      if (once && (scan_ || asked->second == series.slices.size())) continue;
      if (!thumbnails_->ask(scans.matrix, cell.series)) return;
      thumbnails_asked_[series.key] = series.slices.size();
      ++thumbnails_waiting_;
    }
  }
}

std::vector<MadeThumbnail> ScanDesk::take_thumbnails(const Scans& scans) {
  std::vector<MadeThumbnail> made;
  while (thumbnails_) {
    auto one = thumbnails_->take();
    if (!one) break;
    made.push_back(std::move(*one));
    --thumbnails_waiting_;
  }
  if (!made.empty() && thumbnails_waiting_ == 0)
    ask_thumbnails(scans);  // what found no room before
  return made;
}

}  // namespace lv
