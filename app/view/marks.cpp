#include "app/view/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/view/bend_view.h"
#include "app/view/place_in_scan.h"

namespace lv {
namespace {

/// A pane whose marks are being made.
struct MarkedPane {
  const ComparedRow& row;
  const ViewState& view;
  const PanePlan& plan;
  FadePair pair;
  Affine<World, Pane> world_from_pane;
  DateStyle style;

  const ComparedDate& date(std::size_t d) const { return row.dates[d]; }
  const std::string& name(std::size_t d) const { return name_of_date(date(d).facts, style); }
  /// Its third coordinate is in mm.
  dvec3 in_pane(const dvec3& world) const { return inverse(world_from_pane)(world); }
  /// The dates of which rulers are drawn.
  std::vector<std::size_t> measured() const {
    if (!row_of(view.look).both_seen || pair.first == pair.second) return {heavier_date(pair)};
    return {pair.first, pair.second};
  }
};

void add_lens(Marks& marks, const MarkedPane& pane) {
  marks.lens = lens_of(pane.view, pane.plan);
  if (!marks.lens) return;
  const dvec2 below = marks.lens->middle_px + dvec2(0, marks.lens->radius_px);
  marks.notes.push_back({below, {pane.name(date_in_lens(pane.pair))}});
}

/// The line where two dates part, and at its lower end which date is on which side.
void add_seam(Marks& marks, const MarkedPane& pane) {
  if (!row_of(pane.view.look).seam) return;
  const double x = pane.view.seam * pane.plan.rect_px.width, low = pane.plan.rect_px.height;
  marks.lines.push_back({PaneLine::Kind::seam, {x, 0}, {x, low}});
  marks.notes.push_back({{x, low}, {pane.name(pane.pair.first)}, true});
  marks.notes.push_back({{x, low}, {pane.name(pane.pair.second)}});
}

/// In a grid each pane says it of its own date, in its corner; else one pane says it of all.
void add_measured_at_point(Marks& marks, const MarkedPane& pane) {
  const ViewState& view = pane.view;
  PaneNote note{*marks.crosshair_px, {}};
  if (view.look == Look::grid) {
    note.at_px = {0, pane.plan.rect_px.height};
    note.lines.push_back(measured_text(pane.date(heavier_date(pane.pair)), view, view.point));
  } else if (view.layout == Layout::one || pane.plan.plane == view.pointed_plane) {
    for (std::size_t d = 0; d < pane.row.dates.size(); ++d) {
      note.lines.push_back(pane.name(d) + ": " + measured_text(pane.date(d), view, view.point));
    }
  }
  marks.notes.push_back(std::move(note));
}

void add_crosshair(Marks& marks, const MarkedPane& pane) {
  if (pane.view.layout != Layout::three && !pane.view.pointing) return;
  marks.crosshair_px = dvec2(pane.in_pane(pane.view.point));
  if (pane.view.pointing) add_measured_at_point(marks, pane);
}

/// A ruler is drawn where the pane cuts the slice in which it was measured.
void add_ruler(Marks& marks, const MarkedPane& pane, const Ruler& ruler, PaneLine::Kind kind,
               std::string text) {
  const dvec3 from = pane.in_pane(ruler.from), to = pane.in_pane(ruler.to);
  const ComparedDate& date = pane.date(ruler.date);
  const double near_mm =
      date.volume ? std::max(1.0, date.volume->geometry.thickness_mm() / 2) : 1.0;
  if (std::max(std::abs(from.z), std::abs(to.z)) > near_mm) return;
  marks.lines.push_back({kind, dvec2(from), dvec2(to)});
  marks.notes.push_back({dvec2(from.x > to.x ? from : to), {std::move(text)}});
}

/// A date shows its own ruler with its length; one that has none the line of another, which says
/// nothing of how long the same thing is here.
void add_rulers(Marks& marks, const MarkedPane& pane) {
  const auto& rulers = pane.view.rulers;
  if (rulers.empty()) return;
  const std::vector<std::size_t> dates = pane.measured();
  bool own = false;
  for (const Ruler& ruler : rulers) {
    if (ruler.date >= pane.row.dates.size() || !std::ranges::count(dates, ruler.date)) continue;
    own = true;
    const std::string before = dates.size() > 1 ? pane.name(ruler.date) + ": " : "";
    const double mm = length_mm(pane.date(ruler.date), pane.view, ruler);
    add_ruler(marks, pane, ruler, PaneLine::Kind::ruler, fmt::format("{}{:.1f} mm", before, mm));
  }
  if (own || rulers.back().date >= pane.row.dates.size()) return;
  add_ruler(marks, pane, rulers.back(), PaneLine::Kind::copied,
            "the line of " + pane.name(rulers.back().date));
}

/// A line of places at + t * along, of which the part inside 0 … most is kept.
struct Part {
  double least = -1e9, greatest = 1e9;

  void keep(double at, double along, double most) {
    if (std::abs(along) < 1e-12) {
      if (at < 0 || at > most) greatest = least - 1;
      return;
    }
    const double a = -at / along, b = (most - at) / along;
    least = std::max(least, std::min(a, b));
    greatest = std::min(greatest, std::max(a, b));
  }
};

/// How many slices a pixel of the pane is higher in the stack than the one to its left, and than
/// the one above it.
dvec2 rise_of(const dmat4& voxel_from_pane) {
  return {voxel_from_pane[0].z, voxel_from_pane[1].z};
}

/// Where the pane cuts the middle plane of a slice, within the scan. Empty: it does not.
std::optional<PaneLine> cut_slice(const Geometry& geometry, const dmat4& voxel_from_pane, int k) {
  const dvec2 rise = rise_of(voxel_from_pane);
  const double above = geometry.coordinate_of_slice(k) - voxel_from_pane[3].z;
  const dvec2 at = rise * (above / glm::dot(rise, rise));
  const dvec2 along = glm::normalize(dvec2(-rise.y, rise.x));
  const dvec4 start = voxel_from_pane * dvec4(at, 0, 1), way = voxel_from_pane * dvec4(along, 0, 0);
  Part part;
  part.keep(start.x + 0.5, way.x, geometry.size.x);
  part.keep(start.y + 0.5, way.y, geometry.size.y);
  if (part.least >= part.greatest) return std::nullopt;
  return PaneLine{PaneLine::Kind::slice, at + part.least * along, at + part.greatest * along};
}

/// The acquired slices of the date that is shown. Not where the pane lies along them (within 12°),
/// nor of a date that is shown bent, whose slices are no planes.
void add_slices(Marks& marks, const MarkedPane& pane) {
  constexpr double least_sine = 0.2, least_apart_px = 4;
  const ComparedDate& date = pane.date(heavier_date(pane.pair));
  if (!pane.view.slices_shown || !date.volume || date.flat || shown_bend(date, pane.view)) return;
  const Geometry& geometry = date.volume->geometry;
  const dmat4 voxel_from_pane =
      (inverse(geometry.scan_from_voxel) * scan_from_world(date.pose) * pane.world_from_pane)
          .matrix;
  const double slices_per_px = glm::length(rise_of(voxel_from_pane));
  const double mm_per_px = glm::length(dvec3(pane.world_from_pane.matrix[0]));
  if (slices_per_px * geometry.spacing_mm().z < least_sine * mm_per_px) return;
  const int step = std::max(1, static_cast<int>(std::ceil(least_apart_px * slices_per_px)));
  const int nearest = nearest_slice(date, date.pose(pane.view.point));
  for (int k = 0; k < geometry.size.z; ++k) {
    if (k % step != 0 && k != nearest) continue;
    auto line = cut_slice(geometry, voxel_from_pane, k);
    if (!line) continue;
    if (k == nearest) line->kind = PaneLine::Kind::nearest_slice;
    marks.lines.push_back(*line);
  }
}

/// Of the date that weighs more, as its registration has asked each part; of parts one behind the
/// other the nearest.
void add_parts(Marks& marks, const MarkedPane& pane) {
  constexpr double near_mm = 20.0;   // the parts are cubes of 16 mm or more
  constexpr double apart_mm = 28.0;  // more rings than these hide the picture
  constexpr double least_mm = 0.25;  // less is no ring to see
  const ComparedDate& date = pane.date(heavier_date(pane.pair));
  if (!pane.view.levels_shown || !date.levels.empty() || pane.row.focus) return;
  const double mm_per_px = glm::length(dvec3(pane.world_from_pane.matrix[0]));
  std::vector<std::pair<dvec3, double>> parts;
  for (const PartShift& part : date.alignment.verdict.parts) {
    if (part.mm < least_mm) continue;
    parts.emplace_back(pane.in_pane(part.place), part.mm);
  }
  std::ranges::stable_sort(parts, {}, [](const auto& part) { return std::abs(part.first.z); });
  for (const auto& part : parts) {
    const dvec2 at_px(part.first);
    const auto hides = [&](const PartMark& nearer) {
      return glm::distance(nearer.at_px, at_px) * mm_per_px < apart_mm;
    };
    if (std::abs(part.first.z) > near_mm || std::ranges::any_of(marks.parts, hides)) continue;
    marks.parts.push_back({at_px, part.second / mm_per_px, fmt::format("{:.1f} mm", part.second)});
  }
}

}  // namespace

double length_mm(const ComparedDate& date, const ViewState& view, const Ruler& ruler) {
  return glm::length(scan_point(date, view, ruler.to) - scan_point(date, view, ruler.from));
}

Marks marks_of(const ComparedRow& row, const ViewState& view, const PanePlan& plan,
               DateStyle style) {
  const PlaneView plane = plane_view(row, view, plan.plane, plan.rect_px.extent());
  const MarkedPane pane{
      row, view, plan, fade_pair(row, plan), world_from_pane(plane, plan.rect_px.extent()), style};
  Marks marks;
  add_slices(marks, pane);
  add_seam(marks, pane);
  add_lens(marks, pane);
  add_crosshair(marks, pane);
  add_rulers(marks, pane);
  add_parts(marks, pane);
  return marks;
}

}  // namespace lv
