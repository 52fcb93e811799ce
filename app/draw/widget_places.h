// Where widgets were drawn, by their labels (widgets.h notes it): for scripts, which know no ImGui.
// Main thread only.
#pragma once

#include <optional>
#include <string>

#include "engine/core/extent.h"

namespace lv::ui {

/// The rectangle of the widget with this label in the last frame; empty: it was not drawn.
std::optional<RectPx> widget_rect(const std::string& label);

}  // namespace lv::ui
