#include "app/view/shown_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/row/stacks.h"

namespace lv {
namespace {

/// Counts the slices of the date's other stacks: `count` all of them, `slice` those that come
/// before the stack in front along a direction.
SliceCount others(const ComparedDate& date, const dvec3& normal) {
  SliceCount found{0, 0};
  for (const ComparedDate& other : date.further) {
    if (!other.volume || other.flat) continue;
    const int slices = other.volume->geometry.size.z;
    found.count += slices;
    if (distance_after(date, other, normal) < 0) found.slice += slices;
  }
  return found;
}

}  // namespace

std::string window_text(const ComparedRow& row, const ViewState& view, std::size_t date) {
  if (!row.dates[date].volume) return {};
  const Window& own = row.dates[date].window;
  const Window window{own.level + view.window_shift * own.width, own.width * view.window_stretch};
  const auto number = [&](double value) {
    return window.width < 10 ? fmt::format("{:.2f}", value) : fmt::format("{:.0f}", value);
  };
  return "level " + number(window.level) + ", window " + number(window.width);
}

std::optional<SliceCount> slice_count(const ComparedRow& row, const ViewState& view,
                                      ShownPlane plane) {
  const ComparedDate& date = row.dates[coarsest_date(row)];
  if (!date.volume || date.flat) return std::nullopt;
  const Geometry& geometry = date.volume->geometry;
  const dvec3 normal = counting_normal(axes_of(row, plane));
  const StackPosition at = stack_position(geometry, framing_pose(date)(view.point),
                                          framing_pose(date).rotation * normal);
  const int count = geometry.size[at.axis];
  const int index = std::clamp(static_cast<int>(std::lround(at.slice)), 0, count - 1);
  SliceCount shown{at.rising ? index + 1 : count - index, count};
  if (at.axis != 2) return shown;
  const SliceCount more = others(date, normal);
  return SliceCount{shown.slice + more.slice, shown.count + more.count};
}

}  // namespace lv
