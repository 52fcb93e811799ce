#include "engine/dicom/scan.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "engine/core/parallel.h"
#include "engine/dicom/files.h"
#include "engine/dicom/gatherer.h"
#include "engine/dicom/load.h"
#include "engine/dicom/same_pixels.h"
#include "engine/dicom/sidecar.h"
#include "engine/dicom/toolkit.h"

namespace lv {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t first_batch = 16, largest_batch = 512;  ///< files between looks at the clock
constexpr auto batch_time = std::chrono::milliseconds(50);
constexpr auto first_partial_after = std::chrono::milliseconds(300);
constexpr auto progress_every = std::chrono::milliseconds(100);

Error stopped() {
  return {ErrorCode::cancelled, "stopped"};
}

/// Reports at most every 100 ms, and hands out partial matrices: soon, then ever more rarely.
class Pace {
 public:
  Pace(const Progress& progress, const PartialMatrix& partial, const Corrections& corrections)
      : progress_(progress), partial_(partial), corrections_(corrections) {}

  void step(double fraction, const Gatherer& gatherer) {
    const auto now = Clock::now();
    if (now - last_report_ >= progress_every) {
      progress_(fraction, "reading headers");
      last_report_ = now;
    }
    if (!partial_ || now - start_ < next_partial_) return;
    partial_(std::make_shared<const Matrix>(gatherer.matrix(corrections_, {})));
    next_partial_ = (Clock::now() - start_) * 2;
  }

 private:
  const Progress& progress_;
  const PartialMatrix& partial_;
  const Corrections& corrections_;
  Clock::time_point start_ = Clock::now(), last_report_ = {};
  Clock::duration next_partial_ = first_partial_after;
};

/// As many files at a time as take about 50 ms: few from a disc, many from memory.
class BatchSize {
 public:
  std::size_t next(std::size_t left) {
    const auto now = Clock::now();
    if (started_ != Clock::time_point{}) {
      size_ = now - started_ < batch_time ? 2 * size_ : size_ / 2;
    }
    size_ = std::clamp(size_, first_batch, largest_batch);
    started_ = now;
    return std::min(size_, left);
  }

 private:
  std::size_t size_ = first_batch;
  Clock::time_point started_ = {};
};

using Sources = std::vector<std::shared_ptr<const FileSource>>;

Sources sources_in(const std::shared_ptr<const Archive>& archive, const std::string& path) {
  Sources sources;
  const auto is_here = [&](const std::string& name) { return archive->named(name).has_value(); };
  for (std::size_t i = 0; i < archive->members().size(); ++i) {
    // A JSON file that tells of a NIfTI file is read with that one.
    if (std::ranges::any_of(nifti_names_beside(archive->members()[i].name), is_here)) continue;
    sources.push_back(std::make_shared<const FileSource>(
        FileSource{path, static_cast<std::int64_t>(i), archive}));
  }
  return sources;
}

/// Reads files batch by batch, and then the archives among them.
class Reading {
 public:
  Reading(Gatherer& gatherer, MemoryBudget& budget, Pace& pace, const Progress& progress)
      : gatherer_(gatherer), budget_(budget), pace_(pace), progress_(progress) {}

  Result<void> read(const Sources& files, int depth = 0) {
    std::vector<Opened> archives;
    BatchSize batch;
    for (std::size_t begin = 0, size = 0; begin < files.size(); begin += size) {
      size = batch.next(files.size() - begin);
      std::vector<Outcome> outcomes(size);
      parallel_for(size, 8, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last && !progress_.cancelled(); ++i) {
          outcomes[i] = read_source(files[begin + i], depth, budget_, progress_.stop);
        }
      });
      if (progress_.cancelled()) return stopped();
      for (std::size_t i = 0; i < size; ++i) {
        const auto& file = files[begin + i];
        if (outcomes[i].archive) {
          archives.push_back({file, std::move(outcomes[i].archive)});
        } else if (depth == 0) {
          gatherer_.remember(*file);
        }
        gatherer_.add(std::move(outcomes[i]), file);
      }
      pace_.step(static_cast<double>(begin + size) / static_cast<double>(files.size()), gatherer_);
    }
    for (const Opened& opened : archives) {
      LV_TRY(read(sources_in(opened.archive, opened.source->path), depth + 1));
      if (depth == 0) gatherer_.remember(*opened.source);
    }
    return {};
  }

 private:
  struct Opened {
    std::shared_ptr<const FileSource> source;
    std::shared_ptr<const Archive> archive;
  };

  Gatherer& gatherer_;
  MemoryBudget& budget_;
  Pace& pace_;
  const Progress& progress_;
};

}  // namespace

struct ScanIndex::State {
  Gatherer gatherer;
  MemoryBudget budget;            ///< for pictures, and for what archives hold unpacked
  PixelAnswers pixels;            ///< what pixels have shown already
  std::set<SeriesPair> compared;  ///< of which pixels have been compared

  void look_at(const Series& series, const std::stop_token& stop) {
    const auto volume = load_volume(series, Progress{{}, stop});
    if (stop.stop_requested()) return;
    const bool head_known = series.kind.region == Region::brain;
    pixels.appearances[series.key] =
        volume.ok() ? appearance_of(*volume, head_known) : Appearance{};
  }

  void compare_copies(const std::stop_token& stop) {
    std::set<SeriesPair> now;
    for (const SuspectedCopy& suspect : suspected_copies(gatherer.pictures())) {
      if (compared.contains(suspect.series) || stop.stop_requested()) continue;
      now.insert(suspect.series);
      if (!same_pixels(*suspect.first, *suspect.second)) pixels.unlike.insert(suspect.series);
    }
    compared.merge(now);
  }
};

ScanIndex::ScanIndex() : state_(std::make_unique<State>()) {}
ScanIndex::~ScanIndex() = default;
ScanIndex::ScanIndex(ScanIndex&&) noexcept = default;
ScanIndex& ScanIndex::operator=(ScanIndex&&) noexcept = default;

Result<void> ScanIndex::add(const std::vector<std::filesystem::path>& paths,
                            const Progress& progress, const PartialMatrix& partial,
                            const Corrections& corrections) {
  LV_TRY(prepare_dicom());
  LV_ASSIGN(FileList list, list_files(paths, progress));
  Gatherer& gatherer = state_->gatherer;
  std::erase_if(list.files, [&](const auto& f) { return gatherer.knows(*f); });
  for (LeftOut& left_out : list.left_out) gatherer.add(std::move(left_out));
  gatherer.expect(list.files.size());
  Pace pace(progress, partial, corrections);
  LV_TRY(Reading(gatherer, state_->budget, pace, progress).read(list.files));
  progress(1.0, "reading headers");
  return {};
}

MatrixPtr ScanIndex::matrix(const Corrections& corrections, const std::stop_token& stop) {
  State& state = *state_;
  state.compare_copies(stop);
  Matrix matrix = state.gatherer.matrix(corrections, state.pixels);
  const std::vector<const Series*> unclear = unclear_series(matrix, state.pixels);
  for (const Series* series : unclear) {
    if (!stop.stop_requested()) state.look_at(*series, stop);
  }
  if (!unclear.empty()) matrix = state.gatherer.matrix(corrections, state.pixels);
  return std::make_shared<const Matrix>(std::move(matrix));
}

Result<MatrixPtr> scan(const std::vector<std::filesystem::path>& paths,
                       const Corrections& corrections, const Progress& progress,
                       const PartialMatrix& partial) {
  ScanIndex index;
  LV_TRY(index.add(paths, progress, partial, corrections));
  MatrixPtr matrix = index.matrix(corrections, progress.stop);
  if (progress.cancelled()) return stopped();
  return matrix;
}

}  // namespace lv
