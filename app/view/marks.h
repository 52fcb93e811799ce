// Lines and words that are drawn at places of a pane: crosshair, lens, rulers, acquired slices, how
// far parts of the body lie from where they belong, what each date shows at the pointer. Plain
// values, in the pane's own pixels.
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

/// A part of the body, and a ring as large as what is left between it and the reference.
struct PartMark {
  dvec2 at_px{0.0};
  double radius_px = 0;
  std::string text;  ///< "1.8 mm"
};

struct Marks {
  std::optional<Lens> lens;
  std::optional<dvec2> crosshair_px;
  std::vector<PaneLine> lines;
  std::vector<PaneNote> notes;
  std::vector<PartMark> parts;
};

Marks marks_of(const ComparedRow& row, const ViewState& view, const PanePlan& plan,
               DateStyle style);

/// How long a date's own ruler is in its scan, mm.
double length_mm(const ComparedDate& date, const ViewState& view, const Ruler& ruler);

}  // namespace lv
