// ScanDesk: reads what the scans say shall be read, in the background, and tells the state what
// came of it. Main thread only.
#pragma once

#include <map>
#include <memory>

#include "app/jobs/jobs.h"
#include "app/session/state.h"

namespace lv {

class ScanDesk {
 public:
  /// Begins what is wanted, and takes in what has been done since the last call.
  void poll(SessionState& state);

  /// Thumbnails made since the last call, of the matrix that is shown.
  std::vector<MadeThumbnail> take_thumbnails(const Scans& scans);
  bool makes_thumbnails() const { return thumbnails_waiting_ > 0; }

 private:
  void begin_wanted(Scans& scans);
  void poll_demo(SessionState& state);
  void poll_scan(SessionState& state);
  void ask_thumbnails(const Scans& scans);

  /// Everything that was read. While scan_ runs, only its thread may use it.
  std::shared_ptr<ScanIndex> index_;
  std::unique_ptr<DemoJob> demo_;
  std::unique_ptr<ScanJob> scan_;
  std::unique_ptr<ThumbnailJob> thumbnails_;
  MatrixPtr pictured_;  ///< the matrix whose thumbnails have been asked for
  /// How many slices a series had when its thumbnail was asked for.
  std::map<SeriesKey, std::size_t> thumbnails_asked_;
  std::size_t thumbnails_waiting_ = 0;
};

}  // namespace lv
