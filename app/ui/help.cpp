// The overview of keys: every command that has one, from the table of commands.
#include <imgui.h>

#include <algorithm>

#include "app/ui/theme.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

namespace lv::ui {

void build_keys_overlay(Session& session) {
  begin_dialog("Keys and mouse", {760, 700});
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
  end_dialog();
}

}  // namespace lv::ui
