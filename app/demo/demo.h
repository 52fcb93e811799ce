// Writes the demo patient: an invented person with five dates over twelve years, as DICOM files,
// and the truth about them. The same bytes on every run, for any number of threads.
#pragma once

#include <filesystem>
#include <functional>

#include "app/demo/plan.h"
#include "engine/core/progress.h"
#include "engine/core/result.h"

namespace lv::demo {

/// Which series are written.
using SeriesChoice = std::function<bool(const StudyPlan& study, const SeriesPlan& series)>;
inline bool every_series(const StudyPlan&, const SeriesPlan&) {
  return true;
}

/// Writes the pictures as `folder`/X_DATE/SERIES/PICTURE.dcm, and truth.json (always of
/// everything). `folder` must not exist or be empty. All is written beside it under a temporary
/// name and renamed at the end, so that nothing half-written stays. Errors: unwritable, cancelled.
Result<void> write_demo(const std::filesystem::path& folder, const Progress& progress = {},
                        const SeriesChoice& wanted = every_series);

}  // namespace lv::demo
