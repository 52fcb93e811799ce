// From folders to one row of the matrix, for every command that needs no window.
#pragma once

#include "app/row/compared_row.h"
#include "engine/core/progress.h"
#include "engine/dicom/scan.h"

namespace lv {

/// Which row is meant, of which scans.
struct RowQuery {
  std::vector<std::filesystem::path> paths;
  bool demo = false;  ///< the demo patient too
  std::string row;    ///< a number or words; empty: the row to start with
};

struct RowOnDisk {
  MatrixPtr matrix;
  int row = 0;          ///< index
  std::string missing;  ///< what a session file names and is not there, in a sentence
};

/// Reads the scans and finds the row that is meant. Errors: scan()'s; usage: no row or several rows
/// fit the query, listed in the message.
Result<RowOnDisk> find_row_on_disk(const RowQuery& query, const Progress& progress);

/// The row with all its volumes. A date that cannot be read says so in ComparedDate::problem.
/// Errors: no date can be read; cancelled.
Result<ComparedRow> read_row(const RowOnDisk& row, const Progress& progress);

/// Reads the volumes of the dates that the row already lists.
Result<void> read_volumes(ComparedRow& compared, const Matrix& matrix, const Progress& progress);

/// One scan that a path names: a NIfTI file, or a folder (file, ZIP archive) that holds one DICOM
/// series of one part. Errors: what cannot be read; several series, listed; a series that does not
/// say where its slices lie.
Result<VolumePtr> read_scan(const std::filesystem::path& path, const Progress& progress);

}  // namespace lv
