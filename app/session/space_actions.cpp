// Actions about where the picture is in space.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/session/action.h"
#include "app/view/scroll_on.h"

namespace lv {
namespace {

Result<void> scroll_slices(View& view, OpenRow& open, Words words) {
  constexpr double most = 1e6;  // far beyond any scan
  LV_ASSIGN(const double steps, number_in(words[0]));
  ShownPlane plane = view.state.plane;
  if (words.size() > 1) {
    LV_ASSIGN(plane, plane_in(words[1]));
  }
  scroll_on(open.row, view.state, plane,
            static_cast<int>(std::lround(std::clamp(steps, -most, most))));
  view.is_home = false;
  return {};
}

Result<void> look_at_point(View& view, Words words) {
  LV_ASSIGN(const auto xyz, numbers_in(words));
  view.state.point = {xyz[0], xyz[1], xyz[2]};
  view.is_home = false;
  return {};
}

Result<void> pan_picture(View& view, Words words) {
  LV_ASSIGN(const auto mm, numbers_in(words));
  view.state.pan_mm += dvec2(mm[0], mm[1]);
  return {};
}

Result<void> zoom_picture(View& view, Words words) {
  LV_ASSIGN(const double factor, number_in(words[0]));
  view.state.zoom *= factor;
  limit_zoom(view.state);
  return {};
}

Result<void> choose_plane(View& view, Words words) {
  LV_ASSIGN(view.state.plane, plane_in(words[0]));
  view.state.pan_mm = {};
  if (view.state.layout == Layout::three) view.state.layout = Layout::one;
  return {};
}

Result<void> choose_layout(View& view, OpenRow&, Words words) {
  LV_ASSIGN(const int named, choice_in(words[0], layout_words));
  const auto wanted = static_cast<Layout>(named);
  view.state.layout = view.state.layout == wanted ? Layout::one : wanted;
  if (view.state.look == Look::grid) view.state.look = Look::fade;
  view.state.pan_mm = {};
  return {};
}

void reset_picture(View& view, const OpenRow& open) {
  const ViewState old = std::exchange(view.state, home_view(open.row));
  view.state.position = old.position;
  view.state.layout = old.layout;
  view.state.plane = old.plane;
  if (old.look == Look::grid) view.state.look = Look::grid;
  view.is_home = true;
}

}  // namespace

std::vector<Action> space_actions() {
  std::string planes;
  for (const ShownPlane plane : shown_planes) {
    planes += (planes.empty() ? "" : "|") + std::string(word_of(plane));
  }
  return {
      action<scroll_slices>("slice", "STEPS [PLANE]", "next, previous slice",
                            {{Key::up, {}, "1", Repeat::fast},
                             {Key::down, {}, "-1", Repeat::fast},
                             {Key::page_up, {}, "5", Repeat::fast},
                             {Key::page_down, {}, "-5", Repeat::fast}},
                            "wheel"),
      action<look_at_point>("point", "X Y Z",
                            "the same point in every pane, and what each date shows there", {},
                            "Shift + move"),
      recorded(action<pan_picture>("pan", "MM MM", "move the picture", {},
                                   "middle drag, Shift + left drag")),
      recorded(action<zoom_picture>("zoom", "FACTOR", "zoom", {}, "right drag, Ctrl + wheel")),
      recorded(action<choose_plane>("plane", std::move(planes), "the plane of the picture")),
      recorded(action<choose_layout>("layout", "one|three", "three planes; again: one",
                                     {{Key::t, {}, "three"}})),
      recorded(action<reset_picture>("reset", "", "reset the picture", {{Key::r, {}}})),
  };
}

}  // namespace lv
