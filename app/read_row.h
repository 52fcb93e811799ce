// Folders in, one row out: the way of every command that needs no window.
#pragma once

#include "app/comparison.h"
#include "app/options.h"
#include "engine/core/progress.h"
#include "engine/dicom/scan.h"

namespace lv {

struct RowOnDisk {
  MatrixPtr matrix;
  int row = 0;  ///< index
};

/// Reads the folders (or the demo patient) and finds the row that is meant; no query: the row to
/// start with. Errors: scan()'s; usage: no row or several rows fit the query, listed in the
/// message.
Result<RowOnDisk> find_row_on_disk(const Options& options, const Progress& progress);

/// The row with all its volumes read; a date that cannot be read keeps its problem. Error: none can
/// be read; cancelled.
Result<Comparison> read_row(const RowOnDisk& row, const Progress& progress);

/// The same of a row's dates as they are listed already.
Result<void> read_volumes(Comparison& comparison, const Matrix& matrix, const Progress& progress);

/// One scan that a path names: a NIfTI file, or a folder (file, ZIP archive) that holds one DICOM
/// series of one part. Errors: what cannot be read; several series, listed; a series that does not
/// say where its slices lie.
Result<VolumePtr> read_scan(const std::filesystem::path& path, const Progress& progress);

}  // namespace lv
