// What is written over the panes: letters, dates, scale bar, facts and the notice. The window and
// the film draw it with the same lines. Main thread only.
#pragma once

#include <span>

#include "app/view/annotation.h"

namespace lv::ui {

struct OverlayOptions {
  bool demo = false;        ///< DEMO across every pane
  std::string first_lines;  ///< of a film, split by \n: written in a place beside the panes
  RectPx first_lines_px;
};

/// Draws under every widget of the current frame.
void draw_overlay(std::span<const PaneAnnotation> panes, const OverlayOptions& options);

}  // namespace lv::ui
