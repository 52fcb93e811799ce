// Actions about what no rigid pose lines up: the levels of a spine that bends between the dates,
// parts of a body that have moved against each other.
#include <algorithm>

#include "app/row/bent_date.h"
#include "app/session/action.h"
#include "app/view/bend_view.h"

namespace lv {
namespace {

/// Error: there are no levels in this row, or not yet.
Result<void> check_levels(const OpenRow& open) {
  const auto has_levels = [](const ComparedDate& date) { return !date.levels.empty(); };
  if (std::ranges::any_of(open.row.dates, has_levels)) return {};
  return Error{ErrorCode::usage, open.loading || open.aligning
                                     ? "the dates are still being lined up"
                                     : "no spine of this row was lined up level by level"};
}

Result<void> show_rigid(View& view, const OpenRow& open) {
  LV_TRY(check_levels(open));
  view.state.rigid = !view.state.rigid;
  return {};
}

Result<void> show_levels(View& view, const OpenRow& open) {
  const auto has_parts = [](const ComparedDate& date) {
    return !date.alignment.verdict.parts.empty();
  };
  if (std::ranges::none_of(open.row.dates, has_parts)) LV_TRY(check_levels(open));
  view.state.levels_shown = !view.state.levels_shown;
  return {};
}

/// Marks what the shown date shows at a point of World, the one looked at where none is named.
Result<void> mark_vertebra(OpenRow& open, const View& view, Words words) {
  LV_TRY(check_levels(open));
  dvec3 point = view.state.point;
  if (!words.empty()) {
    if (words.size() < 3) return no_choice(words[0]);
    LV_ASSIGN(const auto xyz, numbers_in(words));
    point = {xyz[0], xyz[1], xyz[2]};
  }
  const FadePair pair = fade_pair(open.row, shown_state(view, open.row.dates.size()));
  ComparedDate& date = open.row.dates[heavier_date(pair)];
  date.marked_vertebra = scan_point(date, view.state, point);
  return {};
}

/// Of the shown date.
Result<void> show_other_place(OpenRow& open, const View& view, Words) {
  LV_TRY(check_levels(open));
  const FadePair pair = fade_pair(open.row, shown_state(view, open.row.dates.size()));
  ComparedDate& date = open.row.dates[heavier_date(pair)];
  if (date.rival_levels.empty()) {
    return Error{ErrorCode::usage, "no other place along the spine fits as well on this date"};
  }
  take_other_place(date);
  return {};
}

}  // namespace

std::vector<Action> level_actions() {
  return {
      recorded(action<show_rigid>("rigid", "",
                                  "a spine that bends: as one rigid piece, or level by level",
                                  {{Key::b, {}}})),
      recorded(action<show_levels>(
          "levels", "", "how far each part lies from where it belongs, or each level of a spine",
          {{Key::l, {}}})),
      action<mark_vertebra>("mark", "[X] [Y] [Z]",
                            "mark a vertebra; the same one on both dates confirms the level",
                            {{Key::v, {}}}),
      action<show_other_place>("other-place", "",
                               "a spine that fits at two places: the other one; again: back",
                               {{Key::j, {}}}),
  };
}

}  // namespace lv
