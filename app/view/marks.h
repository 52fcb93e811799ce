// Lines and words that are drawn at places of a pane: crosshair, lens, rulers, acquired slices,
// what each date shows at the pointer. Plain values, in the pane's own pixels.
#pragma once

#include <string>
#include <vector>

#include "app/view/date_style.h"
#include "app/view/lens_view.h"

namespace lv {

/// Words at a place: below it, and right of it or left.
struct PaneNote {
  dvec2 at_px{0.0};
  std::vector<std::string> lines;
  bool left = false;
};

struct PaneLine {
  enum class Kind {
    ruler,          ///< measured on the date that is shown
    copied,         ///< a ruler of another date
    slice,          ///< the middle of an acquired slice
    nearest_slice,  ///< of the one next to the point
    seam,           ///< where two dates part
  };
  Kind kind = Kind::ruler;
  dvec2 from_px{0.0}, to_px{0.0};
};

struct Marks {
  std::optional<Lens> lens;
  std::optional<dvec2> crosshair_px;
  std::vector<PaneLine> lines;
  std::vector<PaneNote> notes;
};

Marks marks_of(const ComparedRow& row, const ViewState& view, const PanePlan& plan,
               DateStyle style);

/// How long a date's own ruler is in its scan, mm.
double length_mm(const ComparedDate& date, const ViewState& view, const Ruler& ruler);

}  // namespace lv
