// What `register` and `align` say about one date, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/spine/spine_alignment.h"

namespace lv {

/// One date of report.json. `transform`: name of the file that holds the pose; empty becomes null.
nlohmann::ordered_json alignment_json(const DateAlignment& alignment, const std::string& transform);

/// The levels of a spine, as report.json and `register --spine --json` write them.
nlohmann::ordered_json levels_json(const std::vector<SpineLevel>& levels);
/// A line for each: "at -13.3, 45.1, 129.5 mm: good, moved by …".
std::string levels_text(const std::vector<SpineLevel>& levels);

/// "good: lined up within 0.2 mm, 97 % overlap (all checks agree)"
std::string alignment_sentence(const DateAlignment& alignment);

}  // namespace lv
