#include "app/view/lens_view.h"

#include <algorithm>

namespace lv {

std::optional<Lens> lens_of(const ViewState& view, const PanePlan& plan) {
  constexpr double radius_share = 0.17;  // of the pane's shorter side
  const bool here = view.layout == Layout::one || plan.plane == view.pointed_plane;
  if (!row_of(view.look).lens || !here) return std::nullopt;
  const dvec2 size(plan.rect_px.width, plan.rect_px.height);
  return Lens{view.lens * size, radius_share * std::min(size.x, size.y)};
}

std::optional<PaneInput> lens_input(const ComparedRow& row, const ViewState& view,
                                    const PanePlan& plan) {
  const auto lens = lens_of(view, plan);
  if (!lens) return std::nullopt;
  PaneInput pane = pane_input(row, view, plan);
  pane.mixture = 1.0F - pane.mixture;
  const vec3 middle(vec2(lens->middle_px), 0.0F);
  pane.spot = {middle, middle, static_cast<float>(lens->radius_px)};
  return pane;
}

}  // namespace lv
