// What could stand in where a row has no picture of a study: a 3D scan for thick slices, say.
#include <utility>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/matrix_grid.h"

namespace lv::ui {
namespace {

/// The row in which a series stands. Null: it stands in none.
const Row* row_of(const Matrix& matrix, int series) {
  for (const Row& row : matrix.rows) {
    for (const Cell& cell : row.cells) {
      if (cell.series == series) return &row;
    }
  }
  return nullptr;
}

/// Asked for once: it compares the row with every series.
const std::vector<StandIn>& stand_ins(UiState& state, const MatrixPtr& matrix, const Row& row) {
  if (state.stand_ins_of != matrix) {
    state.stand_ins_of = matrix;
    state.stand_ins.clear();
  }
  const auto [found, is_first] = state.stand_ins.try_emplace(row.number);
  if (!is_first) return found->second;
  for (Offer& offer : offers_for(*matrix, row)) {
    const Row* const from = row_of(*matrix, offer.series);
    if (from != nullptr) found->second.push_back({std::move(offer), from->number});
  }
  return found->second;
}

void tooltip(const Series& series, const Offer& offer, const ImVec2& place) {
  ImGui::SetNextWindowPos(place);
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(px(420));
  ImGui::TextUnformatted("This could stand in here, where the row has no picture of this date:");
  ImGui::TextUnformatted(series.header->series_description.c_str());
  if (!offer.because.empty()) quiet_text(offer.because);
  quiet_text("Click to put it into this row; Ctrl+Z takes it back.");
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void build_stand_in(Session& session, UiState& state, const Row& row, const StandIn& stand_in,
                    const CellPlace& place) {
  const Offer& offer = stand_in.offer;
  const Series& series = session.matrix()->series[static_cast<std::size_t>(offer.series)];
  ImGui::SetCursorScreenPos(place.least);
  ImGui::PushID(offer.series);
  const ImVec2 size{place.greatest.x - place.least.x, place.greatest.y - place.least.y};
  const bool pressed = ImGui::InvisibleButton("stand in", size);
  const std::string study = std::to_string(offer.study + 1);
  remember("could stand in: " + row.name + " #" + study);
  const bool ringed = state.ring && ImGui::IsItemFocused(), rests = pointer_rests();
  const bool hovered = ImGui::IsItemHovered() || ringed;
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_thumbnail(state, series, place, IM_COL32(255, 255, 255, hovered ? 160 : 60));
  list.AddRect(place.least, place.greatest, hovered ? accent : line, px(3), 0, px(1));
  const char* label = "could stand in";
  const ImVec2 text = ImGui::CalcTextSize(label);
  list.AddText({place.least.x + (size.x - text.x) / 2, place.greatest.y - text.y - px(4)}, dim_text,
               label);
  if (state.dragged_row == 0 && (ringed || rests)) {
    tooltip(series, offer, {place.least.x, place.greatest.y + px(6)});
  }
  if (pressed) {
    session.act({"place", {std::to_string(stand_in.from_row), study, std::to_string(row.number)}});
  }
}

}  // namespace

void build_stand_ins(Session& session, UiState& state, const Row& row, const MatrixGrid& grid) {
  const MatrixPtr matrix = session.matrix();
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const ImVec2 end{start.x + grid.name_width, start.y + grid.cell_height};
  if (row.cells.size() == matrix->studies.size() || !ImGui::IsRectVisible(start, end)) return;
  for (const StandIn& stand_in : stand_ins(state, matrix, row)) {
    ImGui::SetCursorScreenPos(start);
    const CellPlace place = place_of_cell(grid, stand_in.offer.study);
    build_stand_in(session, state, row, stand_in, place);
  }
}

}  // namespace lv::ui
