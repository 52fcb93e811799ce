// The overview of keys: every action that has one.
#include <imgui.h>

#include <algorithm>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/session/action.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

void wrapped_text(std::string_view text) {
  ImGui::PushTextWrapPos();
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
}

}  // namespace

std::string tip_of(const Command& command, std::string_view text) {
  const std::string keys = keys_of(command);
  std::string tip(text.empty() ? action_named(command.name)->title : text);
  if (!keys.empty()) tip += " (" + keys + ")";
  return tip;
}

void build_keys_overlay(Session& session) {
  begin_dialog("Keys and mouse", {760, 700});
  ImGui::BeginChild("list", {0, -px(44)}, false, ImGuiWindowFlags_NavFlattened);
  if (ImGui::BeginTable("keys", 2)) {
    for (const Action& action : actions()) {
      const std::string keys = printed_keys(action);
      if (keys.empty()) continue;
      ImGui::TableNextColumn();
      ImGui::PushStyleColor(ImGuiCol_Text, accent);
      wrapped_text(keys);
      ImGui::PopStyleColor();
      ImGui::TableNextColumn();
      wrapped_text(action.title);
    }
    ImGui::EndTable();
  }
  ImGui::EndChild();
  if (button("Close")) session.act({"keys", {}});
  end_dialog();
}

}  // namespace lv::ui
