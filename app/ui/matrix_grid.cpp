#include "app/ui/matrix_grid.h"

#include <algorithm>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"

namespace lv::ui {

CellPlace place_of_cell(const MatrixGrid& grid, int study) {
  const ImVec2 least{grid.x(study) + px(4), ImGui::GetCursorScreenPos().y + px(4)};
  return {least, {least.x + grid.cell_width - px(8), least.y + grid.cell_height - px(8)}};
}

void draw_thumbnail(const UiState& state, const Series& series, const CellPlace& place,
                    ImU32 tint) {
  const auto& [least, greatest] = place;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(least, greatest, IM_COL32(0, 0, 0, 255), px(3));
  const auto found = state.thumbnails.find(series.key);
  if (found == state.thumbnails.end() || found->second.id == 0) return;
  const ThumbnailPicture& picture = found->second;
  const float width = static_cast<float>(picture.size.width),
              height = static_cast<float>(picture.size.height);
  const float fit = std::min((greatest.x - least.x) / width, (greatest.y - least.y) / height);
  const ImVec2 half{width * fit / 2, height * fit / 2};
  const ImVec2 middle{(least.x + greatest.x) / 2, (least.y + greatest.y) / 2};
  list.AddImage((ImTextureID)picture.id, {middle.x - half.x, middle.y - half.y},
                {middle.x + half.x, middle.y + half.y}, {0, 0}, {1, 1}, tint);
}

}  // namespace lv::ui
