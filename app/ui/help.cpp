// The overview of keys: every command that has one, from the table of commands.
#include <imgui.h>

#include <algorithm>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

void wrapped_text(std::string_view text) {
  ImGui::PushTextWrapPos();
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
}

}  // namespace

void build_keys_overlay(Session& session) {
  begin_dialog("Keys and mouse", {760, 700});
  ImGui::BeginChild("list", {0, -px(44)});
  if (ImGui::BeginTable("keys", 2)) {
    for (const CommandInfo& command : commands()) {
      if (command.keys.empty()) continue;
      ImGui::TableNextColumn();
      ImGui::PushStyleColor(ImGuiCol_Text, accent);
      wrapped_text(command.keys);
      ImGui::PopStyleColor();
      ImGui::TableNextColumn();
      wrapped_text(command.title);
    }
    ImGui::EndTable();
  }
  ImGui::EndChild();
  if (button("Close")) session.act({"keys", {}});
  end_dialog();
}

}  // namespace lv::ui
