// The palette: a field to type a part of an action's name, and what fits, best first.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "app/draw/imgui_keys.h"
#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/session/palette.h"
#include "app/ui/ui.h"

namespace lv::ui {

void build_palette(Session& session, UiState& state) {
  begin_dialog("What shall be done?", {720, 420});
  if (ImGui::IsWindowAppearing()) {
    state.palette_text.clear();
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##palette", "a part of its name, then Enter", &state.palette_text,
                               ImGuiInputTextFlags_EnterReturnsTrue);
  remember("palette");
  if (ImGui::IsItemEdited()) state.palette_choice = 0;
  const auto entries = palette(session.state(), state.palette_text);
  const int last = static_cast<int>(entries.size()) - 1;
  state.palette_choice += key_is_pressed(Key::down) - key_is_pressed(Key::up);
  state.palette_choice = std::clamp(state.palette_choice, 0, std::max(last, 0));
  float widest = 0;
  for (const PaletteEntry& entry : entries) {
    widest = std::max(widest, ImGui::CalcTextSize(entry.text.c_str()).x);
  }
  Command chosen;
  ImGui::BeginChild("fits");
  for (int e = 0; e <= last; ++e) {
    const PaletteEntry& entry = entries[static_cast<std::size_t>(e)];
    const bool marked = e == state.palette_choice;
    if (ImGui::Selectable(entry.text.c_str(), marked) || (marked && entered)) {
      chosen = entry.command;
    }
    remember(entry.text);
    ImGui::SameLine(widest + px(24));
    ImGui::TextDisabled("%s", entry.keys.c_str());
  }
  ImGui::EndChild();
  end_dialog();
  if (!chosen.name.empty() || key_is_pressed(Key::escape)) session.act({"palette", {}});
  if (!chosen.name.empty()) session.act(chosen);
}

}  // namespace lv::ui
