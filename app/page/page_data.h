// All that a page says of a row, as JSON for its script: names, dates, and what is written at each
// slice. No pixels.
#pragma once

#include "app/page/drawn_pane.h"
#include "app/page/page_slices.h"
#include "app/view/film_request.h"

namespace lv {

/// `lines`: date_lines() of the row with the dates that are left out.
std::string page_json(const ComparedRow& row, const ViewState& view, const PageSlices& slices,
                      const DrawnPane& pane, const FilmRequest& request,
                      const std::vector<std::string>& lines);

}  // namespace lv
