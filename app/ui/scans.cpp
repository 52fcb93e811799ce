// The matrix of scans: one row per kind of picture, one column per study, a thumbnail where they
// meet.
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/row/facts.h"
#include "app/ui/help_line.h"
#include "app/ui/matrix_grid.h"
#include "engine/core/archive_path.h"
#include "engine/study/matrix_text.h"
#include "engine/study/trust.h"

namespace lv::ui {
namespace {

float headings_height() {
  return px(88);
}

/// Dates of a matrix's studies in years since the first; studies without a date follow the last.
std::vector<double> study_years(const Matrix& matrix) {
  std::vector<double> years;
  const auto& first = matrix.studies.front().date;
  for (const Study& study : matrix.studies) {
    const bool known = first && study.date;
    const double last = years.empty() ? 0 : years.back();
    years.push_back(known ? years_between(*first, *study.date) : last);
  }
  return years;
}

/// The thin strip above the columns: every study with a date at its true time.
void build_time_strip(const Matrix& matrix, const MatrixGrid& grid) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto years = study_years(matrix);
  const float left = grid.x(0) + px(8),
              right = grid.x(static_cast<int>(matrix.studies.size())) - px(8);
  const float y = ImGui::GetCursorScreenPos().y + px(8);
  list.AddLine({left, y}, {right, y}, line, px(2));
  const double span = std::max(years.back(), 1e-6);
  for (std::size_t s = 0; s < years.size(); ++s) {
    if (!matrix.studies[s].date) continue;
    const float x = left + (right - left) * static_cast<float>(years[s] / span);
    list.AddCircleFilled({x, y}, px(4), accent);
    const float column = grid.x(static_cast<int>(s)) + grid.cell_width / 2;
    list.AddLine({x, y + px(4)}, {column, y + px(20)}, line);
  }
  ImGui::Dummy({0, px(24)});
}

void build_study_header(Session& session, UiState& state, const Matrix& matrix,
                        const MatrixGrid& grid, int study_index) {
  const Study& study = matrix.studies[static_cast<std::size_t>(study_index)];
  const ImVec2 top = ImGui::GetCursorScreenPos();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float middle = grid.x(study_index) + grid.cell_width / 2;
  const auto centred = [&](const std::string& text, float y, ImU32 color) {
    list.PushClipRect({std::max(grid.x(study_index), grid.left + grid.name_width), top.y - px(4)},
                      {grid.x(study_index) + grid.cell_width - px(2), top.y + px(80)}, true);
    const float width = std::min(ImGui::CalcTextSize(text.c_str()).x, grid.cell_width - px(4));
    list.AddText({middle - width / 2, top.y + y}, color, text.c_str());
    list.PopClipRect();
  };
  centred(date_text(study), 0, white);
  std::string since;
  if (study_index > 0) {
    const auto& before = matrix.studies[static_cast<std::size_t>(study_index - 1)].date;
    if (before && study.date) since = interval_text(*before, *study.date);
  }
  centred(since, px(20), accent);
  if (!study.date) build_study_date(session, state, study_index, middle, top.y + px(19));
  std::string scanner = scanner_text(study);
  const bool wide = ImGui::CalcTextSize(scanner.c_str()).x > grid.cell_width - px(4);
  if (wide) std::erase(scanner, ',');
  centred(scanner, px(40), dim_text);
}

void tooltip(const Matrix& matrix, const Row& row, const Cell& cell) {
  const Series& series = matrix.series[static_cast<std::size_t>(cell.series)];
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(px(420));
  ImGui::TextUnformatted(row.name.c_str());
  quiet_text(slices_text(series) + ", " + std::to_string(series.slices.size()) + " slices");
  for (const std::string& reason : cell.because) ImGui::BulletText("%s", reason.c_str());
  for (const std::string& finding : series.findings) {
    ImGui::PushStyleColor(ImGuiCol_Text, attention);
    ImGui::BulletText("%s", finding.c_str());
    ImGui::PopStyleColor();
  }
  for (const std::string& line : trust_in_places(series)) quiet_text(line);
  quiet_text("In the wrong row? Drag it to another, or right-click.");
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

/// Where else this picture may belong, on a right click.
void build_cell_menu(Session& session, const Matrix& matrix, const Row& row, const Cell& cell) {
  if (!ImGui::BeginPopupContextItem("belongs")) return;
  close_on_escape();
  const auto place = [&](const std::string& target) {
    session.act({"place", {std::to_string(row.number), std::to_string(cell.study + 1), target}});
  };
  quiet_text("This picture belongs to");
  if (ImGui::MenuItem("a row of its own", nullptr, false, row.cells.size() > 1)) place("own");
  remember("a row of its own");
  for (const Row& other : matrix.rows) {
    if (&other == &row) continue;
    const std::string label = std::to_string(other.number) + "  " + other.name;
    if (ImGui::MenuItem(label.c_str())) place(std::to_string(other.number));
    remember(label);
  }
  ImGui::EndPopup();
}

/// The thumbnail, fitted into its cell; a click opens the row.
bool build_cell(Session& session, const Row& row, const Cell& cell, UiState& state,
                const MatrixGrid& grid) {
  const Matrix& matrix = *session.matrix();
  const Series& series = matrix.series[static_cast<std::size_t>(cell.series)];
  const CellPlace place = place_of_cell(grid, cell.study);
  const ImVec2 &least = place.least, &greatest = place.greatest;
  ImGui::SetCursorScreenPos(least);
  ImGui::PushID(cell.series);
  const bool pressed = ImGui::InvisibleButton("cell", {greatest.x - least.x, greatest.y - least.y});
  remember(row.name + " #" + std::to_string(cell.study + 1));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_thumbnail(state, series, place, white);
  if (!series.findings.empty())
    list.AddCircleFilled({greatest.x - px(10), least.y + px(10)}, px(4), attention);
  const bool ringed = state.ring && ImGui::IsItemFocused(), rests = pointer_rests();
  const bool hovered = ImGui::IsItemHovered() || ringed;
  if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, px(8))) {
    state.dragged_row = row.number;
    state.dragged_study = cell.study;
  }
  build_cell_menu(session, matrix, row, cell);
  ImGui::PopID();
  if (hovered) list.AddRect(least, greatest, accent, px(3), 0, px(2));
  if (state.dragged_row == 0 && (ringed || rests)) {
    ImGui::SetNextWindowPos({least.x, greatest.y + px(6)});
    tooltip(matrix, row, cell);
  }
  return pressed;
}

/// A picture is dragged over this row: letting go puts it there. `own`: below all rows, into a row
/// of its own.
void take_dragged(Session& session, UiState& state, const ImVec2& least, const ImVec2& greatest,
                  const std::string& target) {
  if (state.dragged_row == 0 || target == std::to_string(state.dragged_row)) return;
  if (!ImGui::IsMouseHoveringRect(least, greatest)) return;
  ImGui::GetWindowDrawList()->AddRect(least, greatest, accent, px(3), 0, px(2));
  ImGui::SetTooltip("%s", target == "own" ? "into a row of its own" : "into this row");
  if (!ImGui::IsMouseReleased(ImGuiMouseButton_Left)) return;
  session.act({"place",
               {std::to_string(std::exchange(state.dragged_row, 0)),
                std::to_string(state.dragged_study + 1), target}});
}

void build_row_name(const Row& row, const MatrixGrid& grid, const ImVec2& start, bool start_here) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float wrap = grid.name_width - px(16);
  const ImVec2 name_size = ImGui::CalcTextSize(row.name.c_str(), nullptr, false, wrap);
  const float text_top = start.y + (grid.cell_height - name_size.y - px(24)) / 2;
  const float count_top = text_top + name_size.y + px(4);
  list.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {start.x + px(6), text_top}, white,
               row.name.c_str(), nullptr, wrap);
  const std::string count =
      std::to_string(row.cells.size()) + (row.cells.size() == 1 ? " date" : " dates");
  list.AddText({start.x + px(6), count_top}, dim_text, count.c_str());
  if (!start_here) return;
  const float x = start.x + px(6) + ImGui::CalcTextSize(count.c_str()).x + px(12);
  list.AddText({x, count_top}, accent, "Start here");
}

void build_row(Session& session, const Row& row, int index, UiState& state,
               const MatrixGrid& grid) {
  const Matrix& matrix = *session.matrix();
  const ImVec2 start{grid.left, ImGui::GetCursorScreenPos().y};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.ChannelsSplit(2);  // names stand over the pictures that are scrolled beneath them
  list.ChannelsSetCurrent(1);
  if (state.matrix_x_px > 0) {
    list.AddRectFilled(start, {start.x + grid.name_width, start.y + grid.cell_height}, background);
  }
  ImGui::PushID(index);
  ImGui::SetCursorScreenPos({start.x, start.y + px(4)});
  const bool start_here = index == matrix.start_row;
  const bool pressed =
      ImGui::Selectable("##row", false, 0, {grid.name_width - px(8), grid.cell_height - px(8)});
  remember(row.name);
  build_row_name(row, grid, start, start_here);
  list.ChannelsSetCurrent(0);
  if (pressed) session.act({"row", {std::to_string(row.number)}});
  for (const Cell& cell : row.cells) {
    ImGui::SetCursorScreenPos(start);
    if (build_cell(session, row, cell, state, grid)) {
      const auto place = &cell - row.cells.data();
      session.act({"row", {std::to_string(row.number), std::to_string(place + 1)}});
    }
  }
  ImGui::SetCursorScreenPos(start);
  build_stand_ins(session, state, row, grid);
  ImGui::PopID();
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth();
  take_dragged(session, state, start, {right, start.y + grid.cell_height},
               std::to_string(row.number));
  list.ChannelsMerge();
  ImGui::SetCursorScreenPos({start.x, start.y + grid.cell_height});
  ImGui::Dummy({0, 0});
}

/// Dates and scanners above the columns. They stay where they are while the rows are scrolled, and
/// go sideways with them.
void build_headings(Session& session, UiState& state, MatrixGrid& grid) {
  const Matrix& matrix = *session.matrix();
  ImGui::BeginChild("headings", {0, headings_height()}, false,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NavFlattened);
  grid.origin = ImGui::GetCursorScreenPos();
  grid.left = grid.origin.x;
  grid.origin.x -= state.matrix_x_px;
  const ImVec2 place = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  ImGui::PushClipRect({grid.left + grid.name_width, place.y}, {place.x + size.x, place.y + size.y},
                      true);
  build_time_strip(matrix, grid);
  for (int s = 0; s < static_cast<int>(matrix.studies.size()); ++s)
    build_study_header(session, state, matrix, grid, s);
  ImGui::PopClipRect();
  ImGui::EndChild();
}

/// While a picture is dragged: where it is let go to stand in a row of its own.
void build_own_row(Session& session, UiState& state) {
  if (state.dragged_row == 0) return;
  const ImVec2 least{ImGui::GetWindowPos().x,
                     ImGui::GetWindowPos().y + ImGui::GetWindowHeight() - px(52)};
  const ImVec2 greatest{least.x + ImGui::GetWindowWidth(),
                        ImGui::GetWindowPos().y + ImGui::GetWindowHeight()};
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  list.AddRectFilled(least, greatest, panel, px(3));
  list.AddText({least.x + px(16), least.y + px(16)}, white, "Let go here: a row of its own");
  remember("a row of its own", least, greatest);
  take_dragged(session, state, least, greatest, "own");
}

/// Nothing leaves this computer but the questions to archives that the user has named.
std::string promise(const Session& session) {
  const Scans& scans = session.state().scans;
  const bool asks = std::ranges::any_of(scans.file.paths, is_archive_address) ||
                    std::ranges::any_of(scans.opening, is_archive_address);
  return asks ? "Nothing leaves this computer but what the archive is asked. Not for diagnosis."
              : "Nothing leaves this computer. Not for diagnosis.";
}

/// The counts, the button to what was left out, and what leaves the computer: in one line, or in
/// two where the window is narrow.
bool footer_fits(const Session& session, const Matrix& matrix) {
  const float texts = ImGui::CalcTextSize(counts_text(matrix.counts).c_str()).x +
                      ImGui::CalcTextSize("What was left out").x +
                      ImGui::CalcTextSize(promise(session).c_str()).x;
  return texts + px(80) < ImGui::GetWindowWidth();
}

float footer_height(const Session& session, const Matrix& matrix) {
  return footer_fits(session, matrix) ? px(44) : px(68);
}

void build_matrix(Session& session, UiState& state) {
  const Matrix& matrix = *session.matrix();
  const auto columns = static_cast<float>(std::max<std::size_t>(1, matrix.studies.size()));
  MatrixGrid grid;
  grid.name_width = px(210);
  const float room = ImGui::GetContentRegionAvail().x - grid.name_width - px(20);
  grid.cell_width = std::clamp(room / columns, px(104), px(320));
  const float rows = static_cast<float>(std::max<std::size_t>(1, matrix.rows.size()));
  const float room_below =
      ImGui::GetContentRegionAvail().y - headings_height() - footer_height(session, matrix) - px(8);
  grid.cell_height = std::min(grid.cell_width, std::max(px(128), room_below / rows));
  const float all = grid.name_width + grid.cell_width * columns;
  build_headings(session, state, grid);
  ImGui::SetNextWindowContentSize({all, 0});
  ImGui::BeginChild("matrix", {0, -footer_height(session, matrix)}, false,
                    ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NavFlattened);
  grid.origin = ImGui::GetCursorScreenPos();
  state.matrix_x_px = ImGui::GetScrollX();
  build_own_row(session, state);
  for (std::size_t r = 0; r < matrix.rows.size() && session.screen() == Screen::scans; ++r) {
    build_row(session, matrix.rows[r], static_cast<int>(r), state, grid);
  }
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) state.dragged_row = 0;
  ImGui::EndChild();
}

void build_footer(Session& session, const Matrix& matrix) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(counts_text(matrix.counts).c_str());
  if (!matrix.left_out.empty()) {
    ImGui::SameLine();
    if (button("What was left out")) session.act({"left-out", {}});
  }
  const std::string said = promise(session);
  const float x = ImGui::GetWindowWidth() - ImGui::CalcTextSize(said.c_str()).x - px(16);
  if (footer_fits(session, matrix)) {
    ImGui::SameLine(x);
  } else {
    ImGui::SetCursorPosX(x);
  }
  ImGui::TextDisabled("%s", said.c_str());
}

/// One line about what can be done here, where there is room for it.
void build_help(const Session& session) {
  const std::string help = help_line(session);
  ImGui::SameLine(0, px(24));
  const bool fits = ImGui::CalcTextSize(help.c_str()).x < ImGui::GetContentRegionAvail().x;
  ImGui::TextDisabled("%s", fits ? help.c_str() : "");
}

}  // namespace

void build_scans(Session& session, UiState& state) {
  const auto matrix = session.matrix();  // kept: a click below may replace the session's
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("Scans");
  ImGui::SameLine(0, px(24));
  if (button("Add folder…", false, "or drop folders, archives or discs onto the window")) {
    session.act({"open", {}});
  }
  if (session.program().question == Question::path) {
    ImGui::SameLine();
    build_path_field(session, state);
    if (session.program().has_chooser) {
      ImGui::SameLine();
      if (button("Choose…")) session.act({"choose-folder", {}});
    }
  } else {
    build_help(session);
  }
  if (session.state().scans.reading || session.films().running) {
    ImGui::SameLine(0, px(24));
    ImGui::BeginGroup();
    build_progress(session);
    ImGui::EndGroup();
  }
  if (session.state().scans.demo) {
    ImGui::SameLine(ImGui::GetWindowWidth() - px(70));
    ImGui::TextUnformatted("DEMO");
  }
  if (!matrix) return;
  if (!matrix->question.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, attention);
    ImGui::TextWrapped("%s", matrix->question.c_str());
    ImGui::PopStyleColor();
    if (button("It is one person")) session.act({"one-person", {}});
  }
  if (matrix->rows.empty() && !session.state().scans.reading) {
    ImGui::Dummy({0, px(40)});
    ImGui::TextWrapped(
        "No scans that could be compared were found here. Below is what was found instead.");
  }
  if (!matrix->studies.empty()) {
    build_matrix(session, state);
  } else {
    ImGui::Dummy(
        {0, std::max(0.0F, ImGui::GetContentRegionAvail().y - footer_height(session, *matrix))});
  }
  build_footer(session, *matrix);
}

}  // namespace lv::ui
