// The list of what was set aside or could not be read, each with its reason.
#include <imgui.h>

#include "app/ui/theme.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

namespace lv::ui {

void build_left_out(Session& session) {
  const MatrixPtr matrix = session.matrix();
  if (!matrix) return;
  begin_dialog("What was left out, and why", {860, 600});
  quiet_text(counts_text(matrix->counts));
  ImGui::BeginChild("list", {0, -px(44)});
  for (const LeftOut& left_out : matrix->left_out) {
    ImGui::PushStyleColor(ImGuiCol_Text, left_out.unreadable ? attention : white);
    ImGui::TextWrapped("%s", left_out.what.c_str());
    ImGui::PopStyleColor();
    ImGui::Indent(px(16));
    quiet_text(count_text(left_out) + ": " + left_out.reason);
    ImGui::Unindent(px(16));
  }
  for (const std::string& note : matrix->notes) quiet_text(note);
  ImGui::EndChild();
  if (button("Close")) session.act({"left-out", {}});
  end_dialog();
}

}  // namespace lv::ui
