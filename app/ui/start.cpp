// The first screen: where to drop folders, and the demo patient.
#include <imgui.h>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

void centred(const char* text, float factor, ImU32 color) {
  ImGui::SetWindowFontScale(factor);
  const float width = ImGui::CalcTextSize(text).x;
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::SetWindowFontScale(1);
}

}  // namespace

void build_start(Session& session, UiState& state) {
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() * 0.3F);
  centred("Drop folders or open a disc", 1.8F, white);
  centred("longview sorts the scans by kind and date, lines them up, and fades between the years.",
          1, dim_text);
  centred("Nothing leaves this computer. Not for diagnosis.", 1, dim_text);
  ImGui::Dummy({0, px(20)});
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - px(420) - px(80)) / 2);
  build_path_field(session, state);
  ImGui::Dummy({0, px(8)});
  const float width = ImGui::CalcTextSize("Look at the demo patient").x + px(20);
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  if (button("Look at the demo patient")) session.act({"demo", {}});
}

}  // namespace lv::ui
