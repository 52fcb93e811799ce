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

/// A button in the middle of the line.
bool centred_button(const char* label) {
  const float width = ImGui::CalcTextSize(label).x + px(20);
  ImGui::SetCursorPosX((ImGui::GetWindowWidth() - width) / 2);
  return button(label);
}

/// Sessions that can be gone on with.
void build_offers(Session& session) {
  const std::vector<SessionOffer> offers =
      session.program().offers;  // kept: a click may change them
  if (!offers.empty()) ImGui::Dummy({0, px(8)});
  for (const SessionOffer& offer : offers) {
    ImGui::PushID(offer.file.c_str());
    if (centred_button(offer.text.c_str())) session.act({"open", {offer.file.string()}});
    ImGui::PopID();
  }
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
  if (centred_button("Look at the demo patient")) session.act({"demo", {}});
  build_offers(session);
}

}  // namespace lv::ui
