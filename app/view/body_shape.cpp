#include "app/view/body_shape.h"

#include <algorithm>

namespace lv {
namespace {

/// Above 0: the way from a over b to c turns to the left.
double turn(const dvec2& a, const dvec2& b, const dvec2& c) {
  const dvec2 u = b - a, v = c - a;
  return u.x * v.y - u.y * v.x;
}

/// The side of the outline that has everything to its left, from the first place to the last.
template <class Places>
void add_side(std::vector<dvec2>& outline, const Places& places) {
  const std::size_t begin = outline.size();
  for (const dvec2& place : places) {
    while (outline.size() >= begin + 2 &&
           turn(outline[outline.size() - 2], outline.back(), place) <= 0) {
      outline.pop_back();
    }
    outline.push_back(place);
  }
  outline.pop_back();  // it begins the next side
}

}  // namespace

std::vector<dvec2> convex_outline(std::vector<dvec2> places) {
  if (places.size() < 3) return {};
  std::ranges::sort(places, [](const dvec2& a, const dvec2& b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
  });
  std::vector<dvec2> outline;
  add_side(outline, places);
  std::ranges::reverse(places);
  add_side(outline, places);
  return outline;
}

std::vector<dvec2> body_shape(const ComparedRow& row, const Affine<World, Pane>& world_from_pane) {
  const ComparedDate& framed = row.dates[coarsest_date(row)];
  if (!framed.volume || framed.outline.empty()) return {};
  const auto pane_from_world = inverse(world_from_pane);
  std::vector<dvec2> places;
  for (const dvec3& point : framed_points(framed)) places.emplace_back(pane_from_world(point));
  return convex_outline(std::move(places));
}

}  // namespace lv
