// What `register` and `align` say about one date, for people and for programs (PRODUCT, "Files
// other programs read").
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/registration/row.h"

namespace lv {

/// One date of report.json. `transform`: name of the file that holds the pose; empty becomes null.
nlohmann::ordered_json alignment_json(const DateAlignment& alignment, const std::string& transform);

/// "good: lined up within 0.2 mm, 97 % overlap (all checks agree)"
std::string alignment_sentence(const DateAlignment& alignment);

}  // namespace lv
