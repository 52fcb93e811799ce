// Actions that line up the row on one place.
#include <algorithm>

#include "app/session/action.h"
#include "app/session/hand.h"

namespace lv {
namespace {

constexpr double focus_radius_mm = 30.0, least_focus_mm = 10.0, most_focus_mm = 100.0;
constexpr double tube_mm = 120.0, most_tube_mm = 400.0;  // some vertebrae; a whole spine

/// Sets the focus to a point. Error: the row is not lined up yet.
Result<void> set_focus(OpenRow& open, const View& view, const dvec3& point) {
  if (open.movable.empty()) {
    return Error{ErrorCode::usage, "the dates are still being lined up"};
  }
  let_go(open, view);
  if (!open.row.focus) open.row.focus = RowFocus{{}, focus_radius_mm, 0, {}};
  open.row.focus->point = point;
  focus_again(open, view, RowFocus(*open.row.focus));
  return {};
}

Result<void> focus_or_whole(OpenRow& open, const View& view, Words words) {
  if (words.empty() && open.row.focus) {
    drop_focus(open);
    return {};
  }
  if (words.empty()) return set_focus(open, view, view.state.point);
  if (words.size() < 3) return no_choice(words[0]);
  LV_ASSIGN(const auto xyz, numbers_in(words));
  return set_focus(open, view, {xyz[0], xyz[1], xyz[2]});
}

Result<void> set_focus_radius(OpenRow& open, const View& view, Words words) {
  LV_ASSIGN(const double mm, number_in(words[0]));
  if (!open.row.focus) LV_TRY(set_focus(open, view, view.state.point));
  open.row.focus->radius_mm = std::clamp(mm, least_focus_mm, most_focus_mm);
  focus_again(open, view, RowFocus(*open.row.focus));
  return {};
}

Result<void> set_focus_tube(OpenRow& open, const View& view, Words words) {
  LV_ASSIGN(const auto mm, numbers_in(words));
  if (!open.row.focus) LV_TRY(set_focus(open, view, view.state.point));
  double& half_length_mm = open.row.focus->half_length_mm;
  if (!mm.empty()) {
    half_length_mm = std::clamp(mm[0], 0.0, most_tube_mm) / 2.0;
  } else {
    half_length_mm = half_length_mm > 0.0 ? 0.0 : tube_mm / 2.0;
  }
  focus_again(open, view, RowFocus(*open.row.focus));
  return {};
}

Result<void> pin_focus(OpenRow& open) {
  if (!open.row.focus) return Error{ErrorCode::usage, "there is no focus to pin"};
  open.row.focus->pinned = !open.row.focus->pinned;
  return {};
}

/// The shown date lies as a whole as it does at the focus, which ends.
Result<void> accept_focus(OpenRow& open, const View& view) {
  if (!open.row.focus) return Error{ErrorCode::usage, "there is no focus to accept"};
  LV_ASSIGN(const std::size_t date, movable_date(open, view));
  const DateFocus found = open.row.focus->dates[date];
  if (found.state != DateFocus::State::found) {
    return Error{ErrorCode::usage, "this date is not lined up here"};
  }
  drop_focus(open);
  ComparedDate& shown = open.row.dates[date];
  const DatePlace before = place_of(shown);
  keep_view(shown);
  put(shown, put_by_hand(found.pose, "it was lined up on one part"));
  open.history.add(
      {shown.facts.year + " lined up on one part", PoseChange{date, before, place_of(shown)}});
  return {};
}

}  // namespace

std::vector<Action> focus_actions() {
  return {
      recorded(action<focus_or_whole>("focus", "[X] [Y] [Z]",
                                      "line up on what is under the cursor; again: the whole",
                                      {{Key::f, {}}})),
      recorded(action<set_focus_radius>("focus-radius", "MM", "how wide the focus is, mm", {},
                                        "F: Shift + wheel")),
      recorded(action<set_focus_tube>("focus-tube", "[MM]",
                                      "focus along the spine: mm; again: the point")),
      action<pin_focus>("focus-pin", "", "the focus stays where it is; again: it follows", {},
                        "F: click"),
      action<accept_focus>("focus-accept", "", "the shown date lies everywhere as in the focus",
                           {{Key::enter, {}}}),
  };
}

}  // namespace lv
