// The first screen: where to drop folders, and the demo patient.
#include <imgui.h>

#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"

namespace lv::ui {
namespace {

void centred(const char* text, ImU32 color) {
  const float width = ImGui::CalcTextSize(text).x;
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
}

/// A button in the middle of the line.
bool centred_button(const char* label) {
  const float width = ImGui::CalcTextSize(label).x + px(20);
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  return button(label);
}

/// What can be opened at a click. A copy: the click may change the list.
void build_offers(Session& session, const std::vector<SessionOffer> offers) {
  if (!offers.empty()) ImGui::Dummy({0, px(8)});
  for (const SessionOffer& offer : offers) {
    ImGui::PushID(offer.file.string().c_str());
    if (centred_button(offer.text.c_str())) session.act({"open", {offer.file.string()}});
    ImGui::PopID();
  }
}

}  // namespace

void build_start(Session& session, UiState& state) {
  ImGui::SetCursorPosY(ImGui::GetWindowHeight() * 0.3F);
  ImGui::PushFont(title_font());
  centred("Drop folders or open a disc", white);
  ImGui::PopFont();
  centred("longview sorts the scans by kind and date, lines them up, and fades between the years.",
          dim_text);
  centred("Nothing leaves this computer. Not for diagnosis.", dim_text);
  ImGui::Dummy({0, px(20)});
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - px(420) - px(80)) / 2);
  build_path_field(session, state);
  ImGui::Dummy({0, px(8)});
  if (session.program().has_chooser && centred_button("Choose a folder…")) {
    session.act({"choose-folder", {}});
  }
  if (centred_button("Look at the demo patient")) session.act({"demo", {}});
  build_offers(session, session.program().discs);
  build_offers(session, session.program().offers);
}

}  // namespace lv::ui
