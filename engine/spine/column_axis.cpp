#include "engine/spine/column_axis.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

// Size of a window around the curve, mm. Of those that were tried, this one gives the smallest
// errors where the curve is known only roughly.
constexpr double front_mm = 24.0, behind_mm = 38.0, across_mm = 24.0, rim_mm = 5.0;

/// The curve's directions as a rotation: left, back, up.
dquat turn_of(const SpineColumn::Place& place) {
  const dvec3 left = glm::cross(place.down, place.back);
  return glm::quat_cast(dmat3(left, place.back, -place.down));
}

}  // namespace

SpineColumn::Place ColumnAxis::at(double mm) const {
  const double last = static_cast<double>(column_.places.size()) - 1.0;
  const double inside = std::clamp(mm, 0.0, last);
  SpineColumn::Place place = column_.places[static_cast<std::size_t>(std::lround(inside))];
  place.point += (mm - std::round(inside)) * place.down;
  return place;
}

RigidPose ColumnAxis::slide(double from_mm, double to_mm) const {
  const SpineColumn::Place from = at(from_mm), to = at(to_mm);
  const dquat turn = turn_of(to) * glm::conjugate(turn_of(from));
  return {turn, to.point - turn * from.point};
}

Focus ColumnAxis::window(double mm, double half_mm) const {
  return window_around(at(mm), half_mm);
}

Focus window_around(const SpineColumn::Place& place, double half_mm) {
  const dvec3 half(across_mm, 0.5 * (front_mm + behind_mm), half_mm);
  return {place.point + 0.5 * (behind_mm - front_mm) * place.back, rim_mm, half - rim_mm,
          turn_of(place)};
}

}  // namespace lv
