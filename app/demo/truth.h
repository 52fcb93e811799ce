// What is true of the demo patient, for programs that score longview: truth.json (every series,
// what it is and which series are the same kind) and, for each pair of studies of one region, an
// ITK transform X_to_Y.txt that maps a point of study X (LPS, mm) to the same anatomy in study Y.
#pragma once

#include <filesystem>
#include <string>

#include "app/demo/plan.h"
#include "engine/core/result.h"

namespace lv::demo {

/// Unique identifiers (2.25.…, PS3.5 B.2), always the same for the same thing.
std::string study_uid(const StudyPlan& study);
std::string series_uid(const StudyPlan& study, const SeriesPlan& series);
std::string uid(std::string_view what);

/// Writes truth.json and the transforms into a folder. Errors: unwritable.
Result<void> write_truth(const std::filesystem::path& folder);

}  // namespace lv::demo
