// The overview of keys: every command that has one, from the table of commands.
#include <imgui.h>

#include <algorithm>

#include "app/ui/theme.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

namespace lv::ui {

void build_keys_overlay(Session& session) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(
      {std::min(screen.x * 0.9F, px(760)), std::min(screen.y * 0.9F, px(700))});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, panel);
  ImGui::Begin("Keys and mouse", nullptr,
               ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoResize);
  ImGui::BeginChild("table", {0, -px(44)});
  for (const CommandInfo& command : commands()) {
    if (command.keys.empty()) continue;
    ImGui::PushStyleColor(ImGuiCol_Text, accent);
    ImGui::TextUnformatted(command.keys.data(), command.keys.data() + command.keys.size());
    ImGui::PopStyleColor();
    ImGui::SameLine(px(300));
    ImGui::TextUnformatted(command.title.data(), command.title.data() + command.title.size());
  }
  ImGui::EndChild();
  if (button("Close")) session.act({"keys", {}});
  ImGui::End();
  ImGui::PopStyleColor();
}

}  // namespace lv::ui
