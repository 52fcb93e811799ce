#include "app/view/bend_view.h"

#include <cmath>

#include "app/row/bent_date.h"

namespace lv {

const Bend* shown_bend(const ComparedDate& date, const ViewState& view) {
  return view.rigid || !is_bent(date) ? nullptr : &date.bend;
}

dvec3 scan_point(const ComparedDate& date, const ViewState& view, const dvec3& world) {
  const Bend* const bend = shown_bend(date, view);
  return bend != nullptr ? (*bend)(world) : date.pose(world);
}

std::vector<LevelMark> level_marks(const ComparedDate& date,
                                   const Affine<World, Pane>& world_from_pane) {
  constexpr double near_mm = 12.0;
  std::vector<LevelMark> marks;
  if (!is_bent(date)) return marks;
  const auto pane_from_world = inverse(world_from_pane);
  for (const SpineLevel& level : date.levels) {
    const dvec3 place = pane_from_world(level.point);
    if (std::abs(place.z) > near_mm) continue;
    marks.push_back({dvec2(place), level_text(level, date.bend.whole)});
  }
  return marks;
}

}  // namespace lv
