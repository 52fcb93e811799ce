// Folders, files and ZIP archives in; the matrix out. Reads headers only, on all threads.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "engine/core/progress.h"
#include "engine/core/result.h"
#include "engine/study/corrections.h"
#include "engine/study/matrix.h"

namespace lv {

/// Called now and then while indexing goes on (first within half a second), on the scanning thread,
/// with the matrix of what has been read so far. Row numbers and part numbers may still change.
using PartialMatrix = std::function<void(MatrixPtr)>;

/// Everything that has been read; more folders can be added, and a matrix with other corrections
/// costs no reading. One thread at a time.
class ScanIndex {
 public:
  ScanIndex();
  ~ScanIndex();
  ScanIndex(ScanIndex&&) noexcept;
  ScanIndex& operator=(ScanIndex&&) noexcept;

  /// Reads every file below `paths`. A file that cannot be used stands in Matrix::left_out with a
  /// reason; it is never an error. Progress is reported at most ten times a second. Errors:
  /// not_found: a path does not exist; unreadable: a folder that was named cannot be listed;
  /// cancelled: what was read until then is kept.
  Result<void> add(const std::vector<std::filesystem::path>& paths, const Progress& progress = {},
                   const PartialMatrix& partial = {}, const Corrections& corrections = {});

  /// The matrix of all that was added. Reads the pixels of series whose header tells neither
  /// weighting nor region, once; where it is stopped meanwhile, they stay unknown.
  MatrixPtr matrix(const Corrections& corrections = {}, const std::stop_token& stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All at once: the matrix of some folders. Errors as ScanIndex::add.
Result<MatrixPtr> scan(const std::vector<std::filesystem::path>& paths,
                       const Corrections& corrections = {}, const Progress& progress = {},
                       const PartialMatrix& partial = {});

}  // namespace lv
