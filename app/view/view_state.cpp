#include "app/view/view_state.h"

#include <algorithm>
#include <cmath>

#include "app/row/equal_contrast.h"
#include "app/view/bend_view.h"
#include "app/view/doubt.h"
#include "app/view/focus_view.h"
#include "app/view/lens_view.h"
#include "engine/volume/slab.h"

namespace lv {
namespace {

constexpr double margin = 1.06;  // of the pane around the body
constexpr int gap_px = 4;        // between panes
/// How bright a pane is drawn beside a focus or a bend, where it is not lined up as well.
constexpr float beside_brightness = 0.45F;

/// The middle of a range, or 0 where the dates have none in common.
double clamped(double value, const CommonRange& range) {
  return range.least <= range.greatest ? std::clamp(value, range.least, range.greatest) : value;
}

Window moved_window(const Window& window, const ViewState& view) {
  return {window.level + view.window_shift * window.width, window.width * view.window_stretch};
}

/// A date without a place in space lies flat in the pane: its middle slice in the plane's middle,
/// its rows along the pane's.
RigidPose flat_pose(const ComparedRow& row, const ComparedDate& date, const PlaneAxes& axes) {
  const dmat3 pane(axes.right, axes.down, axes.away());
  const dquat rotation = glm::quat_cast(date.volume->geometry.axes() * glm::transpose(pane));
  const ComparedDate& framed = row.dates[coarsest_date(row)];
  const dvec3 middle = framed.volume ? framed_centre(framed, axes) : common_centre(row, axes);
  return {rotation, date.volume->geometry.centre() - rotation * middle};
}

LayerInput layer(const ComparedRow& row, const ComparedDate& date, const ViewState& view,
                 const PlaneAxes& axes) {
  LayerInput input;
  input.volume = date.texture;
  const bool flat = date.flat && date.volume;
  input.scan_from_world = scan_from_world(flat ? flat_pose(row, date, axes) : date.pose);
  if (const Bend* const bend = shown_bend(date, view)) input.bend = bend->about_whole;
  const ShownContrast contrast = shown_contrast(row, date, view.equalised);
  input.curve = contrast.curve;
  input.window = moved_window(contrast.window, view);
  input.nearest_slice = view.nearest_slice;
  if (!view.matched || view.nearest_slice) return input;
  input.averaged_mm = averaged_mm(row, date);
  if (view.matched_in_plane) input.averaged_in_plane_mm = averaged_in_plane(row, date).averaged_mm;
  return input;
}

/// Columns that make `count` panes largest for pictures of about this shape.
int grid_columns(int count, const RectPx& area) {
  int best = 1;
  double best_side = 0;
  for (int columns = 1; columns <= count; ++columns) {
    const int rows = (count + columns - 1) / columns;
    const double side = std::min(area.width / double(columns), area.height / double(rows));
    if (side > best_side) best = columns, best_side = side;
  }
  return best;
}

RectPx grid_cell(const RectPx& area, int columns, int rows, int index) {
  const int column = index % columns, row = index / columns;
  const int left = area.x + area.width * column / columns;
  const int right = area.x + area.width * (column + 1) / columns;
  const int top = area.y + area.height * row / rows;
  const int bottom = area.y + area.height * (row + 1) / rows;
  const int gap_right = column + 1 < columns ? gap_px : 0, gap_below = row + 1 < rows ? gap_px : 0;
  return {left, top, right - left - gap_right, bottom - top - gap_below};
}

}  // namespace

dvec3 slice_normal(const ComparedDate& date) {
  return inverse(framing_pose(date)).rotation * date.volume->geometry.axes()[2];
}

InPlane averaged_in_plane(const ComparedRow& row, const ComparedDate& date) {
  InPlane found;
  const ComparedDate& coarsest = row.dates[coarsest_date(row)];
  if (date.flat || coarsest.flat || !date.volume || !coarsest.volume) return found;
  for (const ComparedDate* one : framing_dates(row)) {
    const dvec3 spacing = one->volume->geometry.spacing_mm();
    found.pixel_mm = std::max({found.pixel_mm, spacing.x, spacing.y});
  }
  for (int a = 0; a < 2; ++a) {
    const dvec3 along =
        inverse(framing_pose(coarsest)).rotation * coarsest.volume->geometry.axes()[a];
    const double own_mm = voxel_extent_mm(date.volume->geometry, date.pose.rotation * along);
    found.averaged_mm[static_cast<std::size_t>(a)] = along * averaging_mm(own_mm, found.pixel_mm);
  }
  return found;
}

dvec3 averaged_mm(const ComparedRow& row, const ComparedDate& date) {
  const ComparedDate& coarsest = row.dates[coarsest_date(row)];
  if (date.flat || coarsest.flat || !date.volume || !coarsest.volume || &date == &coarsest) {
    return dvec3(0.0);
  }
  const dvec3 normal = slice_normal(coarsest);
  const double own_mm = voxel_extent_mm(date.volume->geometry, date.pose.rotation * normal);
  return normal * averaging_mm(own_mm, coarsest.volume->geometry.thickness_mm());
}

FadePair fade_pair(const ComparedRow& row, double position, const std::optional<DatePair>& pair) {
  if (row.dates.empty()) return {};
  if (pair && pair->second() < row.dates.size()) {
    const auto first = static_cast<double>(pair->first());
    const double share = (position - first) / (static_cast<double>(pair->second()) - first);
    return {pair->first(), pair->second(), std::clamp(share, 0.0, 1.0)};
  }
  const double last = static_cast<double>(row.dates.size() - 1);
  const double at = std::clamp(position, 0.0, last);
  const double whole = std::min(std::floor(at), std::max(0.0, last - 1));
  const auto first = static_cast<std::size_t>(whole);
  return {first, std::min(first + 1, row.dates.size() - 1), at - whole};
}

double nearest_date(const ViewState& view) {
  if (!view.pair) return std::round(view.position);
  const auto first = static_cast<double>(view.pair->first());
  const auto second = static_cast<double>(view.pair->second());
  return view.position < (first + second) / 2 ? first : second;
}

dvec3 home_point(const ComparedRow& row) {
  const PlaneAxes axes = native_axes(row);
  const ComparedDate& date = row.dates[coarsest_date(row)];
  if (!date.volume) return common_centre(row, axes);
  const dvec3 middle = framed_centre(date, axes), normal = axes.away();
  const double along = glm::dot(middle, normal);
  const dvec3 covered = middle + normal * (clamped(along, common_range(row, normal)) - along);
  const Geometry& geometry = date.volume->geometry;
  dvec3 voxel = inverse(geometry.scan_from_voxel)(framing_pose(date)(covered));
  const auto slice = static_cast<int>(std::lround(geometry.slice_at_coordinate(voxel.z)));
  voxel.z = geometry.coordinate_of_slice(std::clamp(slice, 0, geometry.size.z - 1));
  return inverse(framing_pose(date))(geometry.scan_from_voxel(voxel));
}

ViewState home_view(const ComparedRow& row) {
  ViewState view;
  if (row.dates.empty()) return view;
  view.point = home_point(row);
  view.position = static_cast<double>(row.dates.size() - 1);
  return view;
}

void limit_window(ViewState& view) {
  view.window_stretch = std::clamp(view.window_stretch, 0.02, 8.0);
  // The window keeps at least a tenth of its width inside the date's own window.
  const double most = 0.5 + 0.4 * view.window_stretch;
  view.window_shift = std::clamp(view.window_shift, -most, most);
}

void limit_zoom(ViewState& view) {
  view.zoom = std::clamp(view.zoom, 0.25, 20.0);
}

PlaneAxes axes_of(const ComparedRow& row, ShownPlane plane) {
  return plane ? standard_axes(*plane) : native_axes(row);
}

PlaneView plane_view(const ComparedRow& row, const ViewState& view, ShownPlane plane,
                     ExtentPx pane) {
  PlaneView result{axes_of(row, plane), dvec3(0.0), 1.0};
  const ComparedDate& framed = row.dates[coarsest_date(row)];
  if (!framed.volume) return result;
  const dvec3 home = framed_centre(framed, result.axes);
  const double fitting = fitting_mm_per_px(result.axes, home, framed_points(framed), pane) * margin;
  result.mm_per_px = fitting / view.zoom;
  const dvec3 normal = result.axes.away();
  result.centre = home + normal * glm::dot(view.point - home, normal) -
                  result.axes.right * view.pan_mm.x - result.axes.down * view.pan_mm.y;
  return result;
}

void scroll(const ComparedRow& row, ViewState& view, ShownPlane plane, int steps) {
  const ComparedDate& stack = row.dates[coarsest_date(row)];
  if (!stack.volume) return;
  const dvec3 normal = counting_normal(axes_of(row, plane));
  const dvec3 scan_normal = framing_pose(stack).rotation * normal;
  const double moved =
      step_mm(stack.volume->geometry, framing_pose(stack)(view.point), scan_normal, steps);
  const double now = glm::dot(view.point, normal);
  view.point += normal * (clamped(now + moved, covered_range(row, normal)) - now);
}

std::vector<PanePlan> plan_panes(const ComparedRow& row, const ViewState& view,
                                 const RectPx& area) {
  if (view.look == Look::grid) {
    const int count = static_cast<int>(row.dates.size());
    const int columns = grid_columns(count, area), rows = (count + columns - 1) / columns;
    std::vector<PanePlan> panes;
    for (int i = 0; i < count; ++i) {
      panes.push_back({grid_cell(area, columns, rows, i), view.plane, static_cast<double>(i)});
    }
    return panes;
  }
  if (view.layout == Layout::one) return {{area, view.plane, view.position, view.pair}};
  // Axial large on the left, sagittal over coronal on the right.
  const int split = area.width * 11 / 20;
  const RectPx right{area.x + split + gap_px, area.y, area.width - split - gap_px, area.height};
  return {{{area.x, area.y, split, area.height}, StandardPlane::axial, view.position, view.pair},
          {grid_cell(right, 1, 2, 0), StandardPlane::sagittal, view.position, view.pair},
          {grid_cell(right, 1, 2, 1), StandardPlane::coronal, view.position, view.pair}};
}

PaneInput pane_input(const ComparedRow& row, const ViewState& view, const PanePlan& plan) {
  PaneInput pane;
  pane.rect_px = plan.rect_px;
  const PlaneView plane = plane_view(row, view, plan.plane, plan.rect_px.extent());
  pane.world_from_pane = world_from_pane(plane, plan.rect_px.extent());
  const FadePair pair = fade_pair(row, plan);
  pane.layers = {layer(row, row.dates[pair.first], view, plane.axes),
                 layer(row, row.dates[pair.second], view, plane.axes)};
  const LookRow& look = row_of(view.look);
  pane.mixture = static_cast<float>(look.lens ? std::round(pair.mixture) : pair.mixture);
  pane.blend = look.blend;
  if (pane.blend == Blend::difference) {
    // Doubt is measured in the scan's own window, whatever window the user has chosen.
    const double width = pane.layers[1].window.width / view.window_stretch;
    const bool matched = view.matched && !view.nearest_slice;
    pane.doubt = difference_doubt(row, pair, width, matched);
    pane.doubt.half_slice_mm = half_slice_mm(row, pair, matched);
    pane.doubt.around_mm = view.equalised ? around_mm(row, pair) : 0.0;
  }
  pane.seam_px = static_cast<float>(view.seam * plan.rect_px.width);
  pane.beside_bend = beside_brightness;
  pane.inverted = view.inverted;
  return pane;
}

void add_panes(std::vector<PaneInput>& panes, const ComparedRow& row, const ViewState& view,
               const PanePlan& plan) {
  panes.push_back(pane_input(row, view, plan));
  if (const auto focused = focus_input(row, view, plan)) {
    panes.back().brightness = beside_brightness;
    panes.push_back(*focused);
  }
  if (const auto lens = lens_input(row, view, plan)) panes.push_back(*lens);
}

RigidPose picture_moved(const RigidPose& pose, const Motion& motion, const dvec3& centre) {
  return pose * inverse(moved(RigidPose{}, motion, centre));
}

}  // namespace lv
