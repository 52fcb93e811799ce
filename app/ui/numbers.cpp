// Numbers under the picture: grey window, and the slice with a bar; and a line of help.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/help_line.h"
#include "app/ui/ui.h"
#include "app/view/shown_numbers.h"

namespace lv::ui {
namespace {

/// The plane whose slices are counted: of three panes the first.
ShownPlane counted_plane(const ViewState& view) {
  return view.layout == Layout::three ? ShownPlane(StandardPlane::axial) : view.plane;
}

void build_window(Session& session) {
  const ComparedRow& row = *session.row();
  const ViewState view = session.shown_view();
  const std::string text = window_text(row, view, heavier_date(fade_pair(row, view)));
  if (text.empty()) return;
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text.c_str());
  remember("level and window");
  tooltip_after_a_moment(
      "Brightness and contrast: drag in the picture. Double-click here: by itself.");
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    session.act({"window-auto", {}});
  }
  ImGui::SameLine(0, px(24));
}

/// A bar with a knob; a click or drag in it goes to that slice.
void build_slices(Session& session) {
  const ShownPlane plane = counted_plane(session.view());
  const auto shown = slice_count(*session.row(), session.view(), plane);
  if (!shown) return;
  ImGui::AlignTextToFramePadding();
  ImGui::Text("slice %d of %d", shown->slice, shown->count);
  ImGui::SameLine(0, px(10));
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float width = px(150), height = ImGui::GetFrameHeight(), y = start.y + height / 2;
  ImGui::InvisibleButton("slice bar", {width, height});
  remember("slice bar");
  const int last = std::max(1, shown->count - 1);
  if (ImGui::IsItemActive() || ImGui::IsItemDeactivated()) {
    const float share = std::clamp((ImGui::GetIO().MousePos.x - start.x) / width, 0.0F, 1.0F);
    const int wanted = static_cast<int>(std::lround(share * static_cast<float>(last))) + 1;
    const int steps = wanted - shown->slice;
    if (steps != 0) session.act({"slice", {std::to_string(steps), std::string(word_of(plane))}});
  }
  const float at = static_cast<float>(shown->slice - 1) / static_cast<float>(last);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({start.x, y}, {start.x + width, y}, line, px(4));
  list.AddCircleFilled({start.x + width * at, y}, px(7), accent);
}

}  // namespace

void build_numbers(Session& session) {
  build_window(session);
  build_slices(session);
  const std::string help = help_line(session);
  const float room = ImGui::GetWindowWidth() - ImGui::GetItemRectMax().x - px(40);
  if (ImGui::CalcTextSize(help.c_str()).x > room) return;
  ImGui::SameLine(0, px(24));
  ImGui::TextDisabled("%s", help.c_str());
}

}  // namespace lv::ui
