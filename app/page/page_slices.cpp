#include "app/page/page_slices.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/row/stacks.h"
#include "app/view/scroll_on.h"

namespace lv {
namespace {

constexpr int longest_side_px = 512, shortest_side_px = 64;

/// Side of the finest pixel that any date was taken with.
double finest_mm(const ComparedRow& row) {
  double finest = std::numeric_limits<double>::max();
  for (const ComparedDate& date : row.dates) {
    if (!date.volume) continue;
    const dvec3 spacing = date.volume->geometry.spacing_mm();
    finest = std::min({finest, spacing.x, spacing.y});
  }
  return finest;
}

/// The points that are reached step by step one way, nearest first.
std::vector<dvec3> way_from(ComparedRow row, ViewState view, int step) {
  std::vector<dvec3> points;
  constexpr double least_mm = 0.05;  // less is rounding at the scan's end
  constexpr std::size_t most_slices = 2000;
  while (points.size() < most_slices) {
    const dvec3 before = view.point;
    scroll_on(row, view, view.plane, step);
    show_stacks_at(row, view.point);
    if (glm::length(view.point - before) < least_mm) break;
    points.push_back(view.point);
  }
  return points;
}

/// Every n-th of them.
std::vector<dvec3> thinned(const std::vector<dvec3>& points, std::size_t every) {
  std::vector<dvec3> kept;
  for (std::size_t i = every - 1; i < points.size(); i += every) kept.push_back(points[i]);
  return kept;
}

}  // namespace

ExtentPx page_extent(const ComparedRow& row, const ViewState& view) {
  // A pane that is only a pixel high is as wide as what is framed, and the other way round.
  constexpr int far_px = 1 << 20;
  const double width_mm = plane_view(row, view, view.plane, {1, far_px}).mm_per_px;
  const double height_mm = plane_view(row, view, view.plane, {far_px, 1}).mm_per_px;
  const double mm_per_px =
      std::max(finest_mm(row), std::max(width_mm, height_mm) / longest_side_px);
  const auto pixels = [mm_per_px](double mm) {
    const double count = std::ceil(mm / mm_per_px - 1e-6);
    return static_cast<int>(std::clamp<double>(count, shortest_side_px, longest_side_px));
  };
  return {pixels(width_mm), pixels(height_mm)};
}

PageSlices page_slices(const ComparedRow& row, const ViewState& view, std::size_t most) {
  const std::vector<dvec3> back = way_from(row, view, -1), on = way_from(row, view, 1);
  const std::size_t all = back.size() + 1 + on.size();
  const std::size_t every = std::max<std::size_t>(1, (all + most - 1) / most);
  PageSlices slices;
  slices.every = static_cast<int>(every);
  slices.points = thinned(back, every);
  std::ranges::reverse(slices.points);
  slices.home = slices.points.size();
  slices.points.push_back(view.point);
  const std::vector<dvec3> rest = thinned(on, every);
  slices.points.insert(slices.points.end(), rest.begin(), rest.end());
  return slices;
}

}  // namespace lv
