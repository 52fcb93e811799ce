// What is written over each pane: dates, letters, scale bar, facts, notice. Plain values; drawn by
// app/draw/overlay.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/view/bend_view.h"
#include "app/view/marks.h"

namespace lv {

/// Stands in every picture and in all that leaves the program.
inline constexpr const char* notice = "Not for diagnosis";

struct PaneAnnotation {
  RectPx rect_px;
  EdgeLetters letters;
  double mm_per_px = 1;
  std::string date;              ///< "4 Mar 2011", "mixture of 2011 and 2017, 6 years apart, 40 %"
  std::string chip;              ///< how the date that weighs more is lined up
  bool needs_attention = false;  ///< the chip says so
  bool current = false;          ///< of several panes, the one with the date that keys go from
  /// Weightiest first: "patient's LEFT is on the right" or "23 mm to the patient's LEFT of the
  /// middle"; "interpolated view, tilted 12°"; "series 4, image 12" (not in a mixture); "5 mm
  /// slices, 6 mm apart, 0.9 mm pixels"; "averaged over 4.0 mm, as sharp as 5 mm slices"; "contrast
  /// equalised to 2011".
  std::vector<std::string> lines;
  std::string problem;  ///< why there is no picture; empty: there is one
  /// What blue, orange and grey say: "2011 brighter", "2017 brighter", "no sure change"; empty: no
  /// colours.
  std::array<std::string, 3> legend;
  std::vector<LevelMark> levels;  ///< of a spine that bends, where they are wished
  std::vector<dvec2> focus_px;    ///< outline of where the focus holds; empty: nowhere
  std::vector<dvec2> body_px;  ///< outline of the body (body_shape.h), which text shall not cover
  Marks marks;
};

PaneAnnotation annotate(const ComparedRow& row, const ViewState& view, const PanePlan& plan,
                        DateStyle style);

/// A length to compare with.
struct ScaleBar {
  double mm = 0;
  std::string text;  ///< "5 cm"
};
/// The longest of 1, 2, 5, 10 mm … that fits a quarter of a picture of this height.
ScaleBar scale_bar(double mm_per_px, int height_px);

/// "mixture of 2011 and 2017, 6 years apart, 40 %", or the one date; "2011 | 2017" for a swipe,
/// "difference of 2011 and 2017". Never an in-between date.
std::string date_text(const ComparedRow& row, const FadePair& pair, DateStyle style,
                      Look look = Look::fade);

}  // namespace lv
