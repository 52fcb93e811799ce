// Reads what paths name, where an archive's address is a path like any other.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/core/progress.h"
#include "engine/dicom/scan.h"

namespace lv {

/// ScanIndex::add(). What comes from an archive is read series by series, as it arrives. Errors:
/// fetch()'s too.
Result<void> add_paths(ScanIndex& index, const std::vector<std::filesystem::path>& paths,
                       const Progress& progress, const PartialMatrix& partial = {},
                       const Corrections& corrections = {});

/// All at once. Errors as add_paths().
Result<MatrixPtr> scan_paths(const std::vector<std::filesystem::path>& paths,
                             const Corrections& corrections, const Progress& progress);

}  // namespace lv
