// A date that is lined up, as DICOM that a hospital's archive takes in: a derived MR series in the
// reference's space (PS3.3 A.4), and the map as a Spatial Registration object (PS3.3 A.39.1), of a
// spine that bends a deformable one (A.39.2). Both stand in the date's own study and name the
// patient as its files do.
#pragma once

#include <filesystem>
#include <string>

#include "engine/core/result.h"
#include "engine/study/matrix.h"
#include "engine/volume/poly_rigid.h"
#include "engine/volume/volume.h"

namespace lv {

struct LinedUp {
  const Series& date;
  const Series& reference;
  Affine<Scan, World> date_from_reference;
  const PolyRigid& bend;    ///< along the spine, before date_from_reference; empty: there is none
  const Volume& resampled;  ///< the date's values on the reference's grid
  std::string how;          ///< how it was lined up, in words
  std::string version;      ///< of longview
};

/// Fills a folder that exists. The same input gives the same files, with the same UIDs. Errors: the
/// date's own files can no longer be read; unwritable.
Result<void> write_lined_up(const std::filesystem::path& folder, const LinedUp& made);

}  // namespace lv
