#include "app/ui/help_line.h"

#include "app/session/action.h"

namespace lv::ui {
namespace {

/// What L has written over the shown date.
std::string of_levels(const ComparedDate& date) {
  if (!date.levels.empty()) return "";
  if (!date.alignment.verdict.parts.empty()) {
    return "Rings: how far parts of this date lie from where they belong. L: hide them.";
  }
  return "This date was not asked part by part; another date of the row was. L: hide them.";
}

std::string in_row(const Session& session) {
  const OpenRow& open = *session.open();
  if (open.loading) return "The pictures are being read.";
  if (open.hand) return "Drag: move this date. Right drag: turn it. Arrows: 0.1 mm. A: let go.";
  if (session.view().measuring)
    return "Drag from end to end, on each date. U: no longer. Esc: without lines.";
  if (open.row.focus) {
    return open.row.focus->pinned
               ? "Lined up inside the circle. Click: follow. Enter: everywhere so."
               : "Lined up inside the circle. Click: stay. Shift + wheel: width.";
  }
  if (open.aligning) return "The dates are being lined up; look at them meanwhile.";
  const FadePair shown = fade_pair(open.row, session.view());
  if (session.view().levels_shown) {
    const std::string levels = of_levels(open.row.dates[heavier_date(shown)]);
    if (!levels.empty()) return levels;
  }
  if (const LookRow& look = row_of(session.view().look); !look.help.empty()) {
    const std::string keys = keys_of({"look", {std::string(look.word)}});
    return std::string(look.help) + (keys.empty() ? "" : " " + keys + ": back to fading.");
  }
  if (open.row.dates.size() < 2) return "Wheel: slices. Drag: brightness. Right-click: more.";
  if (session.view().pair) return "Two dates are compared. Click another: all of them again.";
  return "Drag the slider: the years. Wheel: slices. S: switch. Right-click: more.";
}

}  // namespace

std::string help_line(const Session& session) {
  if (session.row() != nullptr) return in_row(session);
  if (session.state().scans.reading || !session.matrix()) return "";
  return "Click a row to compare its dates. A picture in the wrong row: drag it to another.";
}

}  // namespace lv::ui
