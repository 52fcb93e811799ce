// Which pictures were taken on one visit, and which of these belong to one series. UIDs say it
// where they can be believed; anonymisers empty them, write one for all, or a new one into every
// file, so dates, numbers, descriptions and places count as well.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/study/date.h"
#include "engine/study/place.h"

namespace lv {

/// The day a picture was acquired on: acquisition, series and study date in this order.
std::optional<Date> date_of(const SeriesHeader& header);

struct Visit {
  std::string uid;  ///< StudyInstanceUID; with the date behind it, where one UID has several visits
  PictureGroup pictures;
};

/// Sorted, so that the order in which files were read does not matter.
std::vector<Visit> visits_of(const PictureGroup& pictures);

/// The series of one visit, by UID; one series for files that have a UID each but belong together.
std::vector<PictureGroup> series_of_visit(const PictureGroup& pictures);

}  // namespace lv
