// Actions about the place at which a person points: lens, crosshair, rulers.
#include <algorithm>
#include <array>

#include "app/session/action.h"

namespace lv {
namespace {

constexpr std::array<std::string_view, 2> off_on{"off", "on"};

/// Turns something on or off, as a word says; none: the other way.
Result<void> turn(bool& on, Words words) {
  if (words.empty()) {
    on = !on;
    return {};
  }
  LV_ASSIGN(const int wanted, choice_in(words[0], off_on));
  on = wanted == 1;
  return {};
}

Result<void> point_plane(View& view, Words words, std::size_t place) {
  if (words.size() <= place) return {};
  LV_ASSIGN(view.state.pointed_plane, plane_in(words[place]));
  return {};
}

Result<void> point_or_not(View& view, OpenRow&, Words words) {
  LV_TRY(point_plane(view, words, 1));
  return turn(view.state.pointing, words);
}

Result<void> move_lens(View& view, OpenRow&, Words words) {
  LV_ASSIGN(const auto share, numbers_in(words.first(2)));
  LV_TRY(point_plane(view, words, 2));
  view.state.lens = glm::clamp(dvec2(share[0], share[1]), 0.0, 1.0);
  return {};
}

Result<void> measure_or_not(View& view, OpenRow&, Words words) {
  return turn(view.state.measuring, words);
}

/// A date has one ruler: the one that was drawn on it last.
Result<void> draw_ruler(View& view, const OpenRow& open, Words words) {
  LV_ASSIGN(const std::size_t date, place_in(words[0], open.row.dates.size()));
  LV_ASSIGN(const auto ends, numbers_in(words.subspan(1)));
  auto& rulers = view.state.rulers;
  std::erase_if(rulers, [&](const Ruler& ruler) { return ruler.date == date; });
  rulers.push_back({date, {ends[0], ends[1], ends[2]}, {ends[3], ends[4], ends[5]}});
  return {};
}

void show_slices(View& view, OpenRow&) {
  view.state.slices_shown = !view.state.slices_shown;
}

}  // namespace

std::vector<Action> pointer_actions() {
  return {
      action<point_or_not>("pointing", "[on|off] [PLANE]", ""),
      action<move_lens>("lens", "X Y [PLANE]", ""),
      action<measure_or_not>("measure", "[on|off]", "drags measure, mm; again: no longer",
                             {{Key::u, {}}}),
      action<draw_ruler>("ruler", "DATE X Y Z X Y Z", ""),
      action<show_slices>("slices", "", "where the acquired slices lie, in other planes",
                          {{Key::k, {}}}),
  };
}

}  // namespace lv
