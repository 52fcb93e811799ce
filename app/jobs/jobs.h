// Work in the background: each job is one thread that posts what it has done; the main thread takes
// it between frames. What the work throws is posted as an error. Destroying a job cancels it and
// waits for its thread.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "engine/core/bounded_queue.h"
#include "engine/core/progress.h"
#include "engine/dicom/load.h"
#include "engine/dicom/scan.h"
#include "engine/study/corrections.h"

namespace lv {

/// How far a job is, for the screen. Any thread.
class JobProgress {
 public:
  void set(double fraction, std::string_view phrase);
  /// For long work: it tells this object how far it is, so this object must live longer.
  Progress told(std::stop_token stop);
  double fraction() const { return fraction_; }
  std::string phrase() const;

 private:
  std::atomic<double> fraction_{0};
  mutable std::mutex mutex_;
  std::string phrase_;
};

/// Reads folders into an index. Posts the matrix of what has been read so far, and at last the
/// whole. Nobody else uses the index before the job says done or is destroyed.
class ScanJob {
 public:
  struct Update {
    MatrixPtr matrix;  ///< null where it failed and nothing was read
    bool done = false;
    Error error{};  ///< done, but not to the end: why; otherwise it says nothing
  };

  /// Without paths the matrix is built again from what the index holds, with these corrections.
  ScanJob(std::shared_ptr<ScanIndex> index, std::vector<std::filesystem::path> paths,
          Corrections corrections);
  ~ScanJob();
  /// The newest update since the last call.
  std::optional<Update> take();
  /// It will soon be done, with what has been read until then.
  void stop() { thread_.request_stop(); }
  const JobProgress& progress() const { return progress_; }

 private:
  JobProgress progress_;
  BoundedQueue<Update> updates_{64};
  std::jthread thread_;
};

/// Writes the demo patient where it is not there yet. When it is stopped, it leaves no file behind.
class DemoJob {
 public:
  DemoJob();
  /// The demo's folder, or why there is none; once.
  std::optional<Result<std::filesystem::path>> take() { return made_.try_pop(); }
  const JobProgress& progress() const { return progress_; }

 private:
  JobProgress progress_;
  BoundedQueue<Result<std::filesystem::path>> made_{1};
  std::jthread thread_;  // destroyed first: stops and waits
};

struct MadeThumbnail {
  SeriesKey key;
  Thumbnail thumbnail;  ///< width 0: there is none
};

/// Small pictures of series, in the order they are asked for.
class ThumbnailJob {
 public:
  ThumbnailJob();
  ~ThumbnailJob();
  /// False: too many are waiting already; ask again later.
  bool ask(MatrixPtr matrix, int series);
  std::optional<MadeThumbnail> take() { return made_.try_pop(); }

 private:
  struct Wish {
    MatrixPtr matrix;
    int series;
  };
  BoundedQueue<Wish> wishes_{1024};
  BoundedQueue<MadeThumbnail> made_{1024};
  std::jthread thread_;
};

/// Reads the volumes of a row: the date that frames it, the wished date, then its neighbours
/// outwards.
class LoadJob {
 public:
  struct Loaded {
    std::size_t date = 0;
    Result<VolumePtr> volume;
    Window window;
    std::vector<dvec3> outline;  ///< body_outline()
  };

  /// `series`: one index into the matrix per date.
  LoadJob(MatrixPtr matrix, std::vector<int> series, std::size_t framing, std::size_t wished);
  ~LoadJob();
  std::optional<Loaded> take() { return loaded_.try_pop(); }
  /// The work has ended: once take() gives nothing, nothing more will come.
  bool done() const { return done_; }
  const JobProgress& progress() const { return progress_; }

 private:
  JobProgress progress_;
  std::atomic<bool> done_{false};
  BoundedQueue<Loaded> loaded_{64};
  std::jthread thread_;
};

}  // namespace lv
