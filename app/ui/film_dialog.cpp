// Asks where the film shall be and for whom it is. Name and birth date are asked for each time.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <cstdlib>
#include <filesystem>

#include "app/ui/theme.h"
#include "app/ui/ui.h"
#include "app/ui/widgets.h"

namespace lv::ui {
namespace {

std::string default_film_path() {
  const char* home = std::getenv("HOME");
  return (std::filesystem::path(home != nullptr ? home : ".") / "longview-film.mp4").string();
}

void build_audience(UiState& state) {
  if (ImGui::RadioButton("for others: no name, years only", !state.film_for_doctor)) {
    state.film_for_doctor = false;
  }
  remember("for others");
  if (ImGui::RadioButton("for my doctor: name, birth date and exact dates",
                         state.film_for_doctor)) {
    state.film_for_doctor = true;
  }
  remember("for my doctor");
}

}  // namespace

void build_film_dialog(Session& session, UiState& state) {
  if (state.film_path.empty()) state.film_path = default_film_path();
  begin_dialog("Film of the years", {620, 240});
  quiet_text(session.comparison() != nullptr ? session.comparison()->name : "");
  ImGui::SetNextItemWidth(-1);
  ImGui::InputText("##film path", &state.film_path);
  remember("film path");
  std::error_code failure;
  const bool replaces = std::filesystem::exists(state.film_path, failure);
  quiet_text(replaces ? "The film that is there already will be replaced."
                      : "The name's end says the kind: .mp4, .webm, .gif, .png (a sheet).");
  ImGui::Dummy({0, px(4)});
  build_audience(state);
  ImGui::Dummy({0, px(8)});
  if (button("Make the film")) {
    session.act({"film", {state.film_path, state.film_for_doctor ? "doctor" : "others"}});
    state.film_for_doctor = false;
  }
  ImGui::SameLine();
  if (button("Cancel")) session.act({"film", {}});
  end_dialog();
}

}  // namespace lv::ui
