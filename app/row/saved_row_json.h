// What was kept of rows as JSON, in session files.
#pragma once

#include <nlohmann/json.hpp>

#include "app/row/saved_row.h"

namespace lv {

nlohmann::ordered_json key_json(const SeriesKey& key);
nlohmann::ordered_json row_json(const SavedRow& row);

/// May throw nlohmann's exceptions, or a std::invalid_argument where a word or a pose is none.
SeriesKey key_from(const nlohmann::ordered_json& json);
SavedRow row_from(const nlohmann::ordered_json& json);

}  // namespace lv
