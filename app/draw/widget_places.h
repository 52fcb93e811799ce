// Where widgets were drawn, by their labels (widgets.h notes it): for scripts, which know no ImGui.
// Main thread only.
#pragma once

#include <optional>
#include <string>

#include "engine/core/extent.h"

namespace lv::ui {

/// The rectangle of the widget with this label in the last frame; empty: it was not drawn.
std::optional<RectPx> widget_rect(const std::string& label);

/// The pointer rests on a widget that has a tooltip, not yet for long enough: the next frames must
/// be drawn.
bool tooltip_waits();

}  // namespace lv::ui
