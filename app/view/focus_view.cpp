#include "app/view/focus_view.h"

#include <algorithm>
#include <cmath>

namespace lv {
namespace {

dvec3 half_line(const RowFocus& focus) {
  return {0.0, 0.0, focus.half_length_mm};
}

/// Distance of a point from the line between two others.
double from_line(const dvec3& point, const dvec3& from, const dvec3& to) {
  const dvec3 line = to - from;
  const double square = glm::dot(line, line);
  const double along =
      square > 0.0 ? std::clamp(glm::dot(point - from, line) / square, 0.0, 1.0) : 0.0;
  return glm::length(point - from - along * line);
}

/// The place in the plane of the pane that is next to the line.
dvec2 next_to_line(const dvec3& from, const dvec3& to) {
  const double deep = to.z - from.z;
  const double along = deep != 0.0 ? std::clamp(-from.z / deep, 0.0, 1.0) : 0.5;
  return dvec2(from + along * (to - from));
}

}  // namespace

Focus focus_of(const RowFocus& focus) {
  return tube(focus.point - half_line(focus), focus.point + half_line(focus), focus.radius_mm);
}

std::optional<FocusShape> focus_shape(const ComparedRow& row, const ViewState& view,
                                      const PanePlan& plan) {
  if (!row.focus) return std::nullopt;
  const RowFocus& focus = *row.focus;
  const PlaneView plane = plane_view(row, view, plan.plane, plan.rect_px.extent());
  const auto pane_from_world = inverse(world_from_pane(plane, plan.rect_px.extent()));
  const auto in_px = [&](const dvec3& world) {
    const dvec3 pane = pane_from_world(world);  // its depth is in mm
    return dvec3(pane.x, pane.y, pane.z / plane.mm_per_px);
  };
  const dvec3 from = in_px(focus.point - half_line(focus)),
              to = in_px(focus.point + half_line(focus));
  const double radius = focus.radius_mm / plane.mm_per_px;
  const dvec2 middle = next_to_line(from, to);
  if (from_line({middle, 0.0}, from, to) >= radius) return std::nullopt;

  FocusShape shape{{vec3(from), vec3(to), static_cast<float>(radius)}, {}};
  constexpr int directions = 96;
  for (int d = 0; d < directions; ++d) {
    const double angle_rad = 2.0 * pi * d / directions;
    const dvec2 direction(std::cos(angle_rad), std::sin(angle_rad));
    double inside = 0.0, outside = glm::length(to - from) + 2.0 * radius;
    while (outside - inside > 0.05) {
      const double half = (inside + outside) / 2.0;
      (from_line({middle + half * direction, 0.0}, from, to) < radius ? inside : outside) = half;
    }
    shape.outline_px.push_back(middle + inside * direction);
  }
  return shape;
}

std::optional<PaneInput> focus_input(const ComparedRow& row, const ViewState& view,
                                     const PanePlan& plan) {
  const auto shape = focus_shape(row, view, plan);
  if (!shape) return std::nullopt;
  PaneInput pane = pane_input(row, view, plan);
  const FadePair pair = fade_pair(row, plan);
  bool any = false;
  for (const auto& [l, date] : {std::pair{0U, pair.first}, std::pair{1U, pair.second}}) {
    const DateFocus& focus = row.focus->dates[date];
    if (focus.state != DateFocus::State::found) continue;
    pane.layers[l].scan_from_world = scan_from_world(focus.pose);
    pane.layers[l].bend = {};
    any = true;
  }
  if (!any) return std::nullopt;
  pane.spot = shape->spot;
  return pane;
}

}  // namespace lv
