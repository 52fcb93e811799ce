#include "app/view/scroll_on.h"

#include <algorithm>

#include "app/row/stacks.h"

namespace lv {
namespace {

/// The date whose further stacks are gone to: the one that is seen, or else any that has some.
ComparedDate& date_of_stacks(ComparedRow& row, const ViewState& view) {
  ComparedDate& seen = row.dates[heavier_date(fade_pair(row, view))];
  if (!seen.further.empty()) return seen;
  const auto other =
      std::ranges::find_if(row.dates, [](const auto& date) { return !date.further.empty(); });
  return other == row.dates.end() ? seen : *other;
}

}  // namespace

void scroll_on(ComparedRow& row, ViewState& view, ShownPlane plane, int steps) {
  const dvec3 before = view.point;
  scroll(row, view, plane, steps);
  constexpr double nothing_mm = 1e-6;
  if (steps == 0 || glm::length(view.point - before) > nothing_mm) return;
  const dvec3 normal = counting_normal(axes_of(row, plane));
  if (const auto point = go_to_next_stack(date_of_stacks(row, view), normal, steps > 0 ? 1 : -1)) {
    view.point = *point;
  }
}

}  // namespace lv
