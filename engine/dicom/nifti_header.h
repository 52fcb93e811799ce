// A researcher's NIfTI file as pictures, like those of a DICOM file: its slices, and what stands in
// the JSON file beside it (as dcm2niix writes it, and BIDS names its parts), in BIDS tables of
// sessions and scans, and in its name.
// Sources: https://bids-specification.readthedocs.io (entities, sidecar files, scans.tsv,
// sessions.tsv); https://github.com/rordenlab/dcm2niix/tree/master/BIDS (names of the values).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "engine/core/result.h"
#include "engine/dicom/outcome.h"

namespace lv {

/// Where the file lies; in an archive, its name there behind the archive's.
std::filesystem::path nifti_path(const FileSource& source);
/// All of it, where it lies in an archive; of a file on disk nothing. Errors: Archive::read()'s.
Result<std::vector<std::uint8_t>> nifti_bytes(const FileSource& source);

/// One picture for each slice. What nothing tells stays empty: a file alone has no date. Errors:
/// read_nifti_place()'s. Any thread.
Result<Outcome> read_nifti_pictures(const std::shared_ptr<const FileSource>& source);

}  // namespace lv
