// What the user looks at: plain values and the arithmetic of moving them. No pictures, no widgets.
#pragma once

#include <algorithm>
#include <map>

#include "app/row/compared_row.h"
#include "app/view/look.h"

namespace lv {

/// The plane of a pane; empty: the row's own, in which its coarsest date was taken.
using ShownPlane = std::optional<StandardPlane>;
inline constexpr ShownPlane own_plane = std::nullopt;
inline constexpr std::array<ShownPlane, 4> shown_planes{
    own_plane, StandardPlane::axial, StandardPlane::sagittal, StandardPlane::coronal};

/// "native", "axial": in scripts and on the command line.
constexpr std::string_view word_of(ShownPlane plane) {
  return plane ? name_of(*plane) : "native";
}

enum class Layout {
  one,    ///< one pane
  three,  ///< axial, sagittal and coronal
};
/// Their words, in this order.
inline constexpr std::array<std::string_view, 2> layout_words{"one", "three"};

/// Two dates that are compared, wherever they stand in the row; never the same one.
struct DatePair {
  std::size_t from = 0, to = 0;  ///< `from` stays where another is chosen to it
  std::size_t first() const { return std::min(from, to); }
  std::size_t second() const { return std::max(from, to); }
};

/// A line that was measured on a date; in World, so that it lies at the same place on every date.
struct Ruler {
  std::size_t date = 0;
  dvec3 from{0.0}, to{0.0};
};

struct ViewState {
  Layout layout = Layout::one;   ///< one in the grid, which has a pane for each date
  ShownPlane plane = own_plane;  ///< of layout one and of the grid
  Look look = Look::fade;
  double position = 0;           ///< fade position: 1.25 mixes date 1 and date 2 as 3 : 1
  std::optional<DatePair> pair;  ///< what the position fades between; none: neighbouring dates
  double seam = 0.5;             ///< of a swipe, share of the pane's width
  dvec3 point{0.0};              ///< World point that every pane cuts through; the crosshair
  double zoom = 1;               ///< 1: the row's own stack fills the pane
  dvec2 pan_mm{0.0};             ///< shift of the picture in the pane: right, down
  double window_shift = 0;       ///< added to every date's level, in widths of its own window
  double window_stretch = 1;     ///< every date's width is multiplied with it
  bool inverted = false;
  bool nearest_slice = false;
  bool matched = true;            ///< sharper dates are averaged over the coarsest date's slices
  bool matched_in_plane = false;  ///< and where that is so, over the coarsest pixels
  bool equalised = true;          ///< every date in the reference's contrast, where that is known
  bool rigid = false;             ///< spines that bend are shown as one rigid piece
  bool levels_shown =
      false;              ///< how far levels or parts lie from where they belong is drawn over it
  dvec2 lens{0.5};        ///< its middle, as shares of the pane's width and height
  bool pointing = false;  ///< what each date shows at the point is written beside it
  ShownPlane pointed_plane = own_plane;  ///< of the pane in which the pointer is
  bool measuring = false;                ///< drags measure, and do not change the window
  std::vector<Ruler> rulers;             ///< at most one of each date
  bool slices_shown = false;  ///< where the acquired slices cut the pane is drawn over it
  bool playing = false;       ///< with clean cuts: between the two dates around the position
};

/// The dates around the fade position, and how far from the first to the second.
struct FadePair {
  std::size_t first = 0, second = 0;
  double mixture = 0;  ///< 0: all the first
};
/// `pair`: the position is counted from one to the other of it; none, or it is not of this row: the
/// neighbours around the position.
FadePair fade_pair(const ComparedRow& row, double position,
                   const std::optional<DatePair>& pair = std::nullopt);
inline FadePair fade_pair(const ComparedRow& row, const ViewState& view) {
  return fade_pair(row, view.position, view.pair);
}
/// The position of the date, of the pair or of all, that is nearest to the view's.
double nearest_date(const ViewState& view);

/// The date of a pair that weighs more in the picture.
inline std::size_t heavier_date(const FadePair& pair) {
  return pair.mixture < 0.5 ? pair.first : pair.second;
}

/// The normal of a date's slices, in World. The date must have been read.
dvec3 slice_normal(const ComparedDate& date);

/// The line (World, mm) along which a date is averaged so that it looks as if its slices had been
/// as thick as the coarsest date's. 0: it is no sharper than that.
dvec3 averaged_mm(const ComparedRow& row, const ComparedDate& date);

/// The same in the common plane, along the rows and columns of the coarsest date: over which lines
/// a date is averaged so that it looks as if its pixels had been as large as the largest of the
/// row; and how large they are.
struct InPlane {
  std::array<dvec3, 2> averaged_mm{};
  double pixel_mm = 0;
};
InPlane averaged_in_plane(const ComparedRow& row, const ComparedDate& date);

/// Where a row is looked at first, in World: the middle of the body on the coarsest date, or the
/// place next to it that all dates cover, moved onto that date's nearest acquired slice: its own
/// plane is then seen as it was scanned.
dvec3 home_point(const ComparedRow& row);

/// A view of a row in the middle of what all dates cover, newest date.
ViewState home_view(const ComparedRow& row);

/// Limits a window so that neither everything black nor everything white is shown.
void limit_window(ViewState& view);
/// Limits the zoom to 0.25 … 20.
void limit_zoom(ViewState& view);

PlaneAxes axes_of(const ComparedRow& row, ShownPlane plane);

/// What a pane of this size looks at. The plane goes through view.point; its middle is that of the
/// body on the coarsest date, shifted by the pan.
PlaneView plane_view(const ComparedRow& row, const ViewState& view, ShownPlane plane,
                     ExtentPx pane);

/// Moves view.point by whole slices of the row's own stack along the plane's normal, towards head,
/// left or front for positive steps; stops at the last slice of any date.
void scroll(const ComparedRow& row, ViewState& view, ShownPlane plane, int steps);

/// The pose that shows a date's picture moved by `motion` (World) about `centre`.
RigidPose picture_moved(const RigidPose& pose, const Motion& motion, const dvec3& centre);

/// One pane of the picture: where, which plane, which dates.
struct PanePlan {
  RectPx rect_px;
  ShownPlane plane = own_plane;
  double position = 0;
  std::optional<DatePair> pair = std::nullopt;
};
inline FadePair fade_pair(const ComparedRow& row, const PanePlan& plan) {
  return fade_pair(row, plan.position, plan.pair);
}
std::vector<PanePlan> plan_panes(const ComparedRow& row, const ViewState& view, const RectPx& area);

/// The dates of a plan, each by the pose of the whole date.
PaneInput pane_input(const ComparedRow& row, const ViewState& view, const PanePlan& plan);

/// Adds everything that is drawn for a plan, from back to front: its dates; over them, inside a
/// focus, the same dates as they lie there; and inside a lens the other date.
void add_panes(std::vector<PaneInput>& panes, const ComparedRow& row, const ViewState& view,
               const PanePlan& plan);

}  // namespace lv
