// The list of what was set aside or could not be read, each with its reason.
#include <imgui.h>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"
#include "engine/study/matrix_text.h"

namespace lv::ui {

namespace {

/// Whatever has pictures can be put in a row: somebody may want to see even a planning overview.
void build_bring_back(Session& session, const LeftOut& left_out, std::size_t number) {
  const std::string number_text = std::to_string(number);
  ImGui::PushID(number_text.c_str());
  const bool one = left_out.series.size() == 1;
  if (ImGui::SmallButton(one ? "Put it in a row" : "Put them in rows")) {
    session.act({"bring-back", {number_text}});
  }
  remember("bring back " + number_text);
  ImGui::PopID();
}

}  // namespace

void build_left_out(Session& session) {
  const auto matrix = session.matrix();
  if (!matrix) return;
  begin_dialog("What was left out, and why", {860, 600});
  quiet_text(counts_text(matrix->counts));
  ImGui::BeginChild("list", {0, -px(44)}, false, ImGuiWindowFlags_NavFlattened);
  for (std::size_t i = 0; i < matrix->left_out.size(); ++i) {
    const LeftOut& left_out = matrix->left_out[i];
    ImGui::PushStyleColor(ImGuiCol_Text, left_out.unreadable ? attention : white);
    ImGui::TextWrapped("%s", left_out.what.c_str());
    ImGui::PopStyleColor();
    ImGui::Indent(px(16));
    quiet_text(count_text(left_out) + ": " + left_out.reason);
    if (!left_out.series.empty()) build_bring_back(session, left_out, i + 1);
    ImGui::Unindent(px(16));
  }
  for (const std::string& note : matrix->notes) quiet_text(note);
  ImGui::EndChild();
  if (button("Close")) session.act({"left-out", {}});
  end_dialog();
}

}  // namespace lv::ui
