// What is written over the panes: letters, dates, scale bar, facts and the notice. The window and
// the film draw it with the same lines. Main thread only.
#pragma once

#include <span>

#include "app/view/annotation.h"

namespace lv::ui {

struct OverlayOptions {
  bool demo = false;  ///< DEMO across every pane
  std::string
      first_lines;  ///< film: written big at the lower left of the first pane, lines split by \n
};

/// Draws under every widget of the current frame.
void draw_overlay(std::span<const PaneAnnotation> panes, const OverlayOptions& options);

}  // namespace lv::ui
