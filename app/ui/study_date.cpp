// A date typed in for a study whose files hold none, or typed wrongly before.
#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"

namespace lv::ui {

void build_study_date(Session& session, UiState& state, int study, float middle, float top) {
  const char* label = "type a date";
  const float width = ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
  const std::string number = std::to_string(study + 1);
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::PushID(study);
  ImGui::SetCursorScreenPos({middle - width / 2, top});
  if (ImGui::SmallButton(label)) ImGui::OpenPopup("date");
  remember("type a date #" + number);
  if (ImGui::BeginPopup("date")) {
    std::string& typed = state.study_date;
    if (ImGui::IsWindowAppearing()) {
      typed.clear();
      ImGui::SetKeyboardFocusHere();
    }
    close_on_escape();
    quiet_text("When were these pictures taken? Year-month-day:");
    ImGui::SetNextItemWidth(px(160));
    const bool entered = ImGui::InputTextWithHint("##date", "2011-03-04", &typed,
                                                  ImGuiInputTextFlags_EnterReturnsTrue);
    remember("study date");
    ImGui::SameLine();
    if (button("Set the date") || entered) {
      session.act({"study-date", {number, typed}});
      ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(cursor);
}

}  // namespace lv::ui
