// Where the cells of the matrix of scans lie on the screen, and the pictures in them.
#pragma once

#include <imgui.h>

#include "app/ui/ui.h"

namespace lv::ui {

struct MatrixGrid {
  ImVec2 origin;
  float name_width, cell_width, cell_height;
  float left;  ///< of the window: where names stand, however far it is scrolled
  float x(int column) const {
    return origin.x + name_width + cell_width * static_cast<float>(column);
  }
};

struct CellPlace {
  ImVec2 least, greatest;
};

/// The part of a cell that a picture fills; the row begins where the cursor stands.
CellPlace place_of_cell(const MatrixGrid& grid, int study);

/// A series' thumbnail, fitted into its place; black where there is none yet. `tint`: white, or
/// fainter.
void draw_thumbnail(const UiState& state, const Series& series, const CellPlace& place, ImU32 tint);

/// In the empty cells of a row: what could stand in there, faint. A click puts it there.
void build_stand_ins(Session& session, UiState& state, const Row& row, const MatrixGrid& grid);

}  // namespace lv::ui
