// What the user is asked in a window of its own: where the film shall be and for whom (name and
// birth date are asked for each time), where the session shall be kept.
#include <imgui.h>
#include <imgui_stdlib.h>

#include <filesystem>

#include "app/draw/imgui_keys.h"
#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/ui/ui.h"
#include "engine/system/this_process.h"

namespace lv::ui {
namespace {

std::string at_home(const char* name) {
  const std::filesystem::path home = home_folder();
  return ((home.empty() ? "." : home) / name).string();
}

/// A field for the path of a file that will be written; says where one would be replaced. It has
/// the keyboard when the dialog opens, and Esc in it closes the dialog. True: Enter was pressed, in
/// it or while nothing else has the keyboard.
bool build_output_field(Session& session, const char* label, std::string& path, const char* hint,
                        bool ring) {
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool typing = ImGui::GetIO().WantTextInput;
  const bool entered =
      ImGui::InputText(label, &path,
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll) ||
      (!typing && !ring && key_is_pressed(Key::enter));
  if (ImGui::IsItemDeactivated() && key_is_pressed(Key::escape)) session.act({"back", {}});
  remember(label);
  std::error_code failure;
  const bool replaces = std::filesystem::exists(path, failure);
  quiet_text(replaces ? "The file that is there already will be replaced." : hint);
  ImGui::Dummy({0, px(4)});
  return entered;
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

/// "Brain · FLAIR · axial: Swipe, 17 Apr 2009 and 26 Nov 2013".
std::string filmed_text(const ComparedRow& row, const ViewState& view) {
  std::string text = row.name + ": " + row_of(view.look).label;
  if (view.pair && view.look != Look::grid) {
    text += ", " + row.dates[view.pair->first()].facts.date + " and " +
            row.dates[view.pair->second()].facts.date;
  }
  return text;
}

}  // namespace

void build_film_dialog(Session& session, UiState& state) {
  if (state.film_path.empty()) state.film_path = at_home("longview-film.mp4");
  const ThumbnailPicture& preview = state.film_preview;
  begin_dialog("Film of the years", {640, preview.id != 0 ? 560.0F : 266.0F});
  quiet_text(session.row() != nullptr ? filmed_text(*session.row(), session.view()) : "");
  const bool entered = build_output_field(session, "##film path", state.film_path,
                                          "The name's end says the kind: .mp4, .webm, .gif, .png "
                                          "(a sheet), .html (a page), .pdf (paper).",
                                          state.ring);
  build_audience(state);
  ImGui::Dummy({0, px(8)});
  if (button("Make the film") || entered) {
    session.act({"film", {state.film_path, state.film_for_doctor ? "doctor" : "others"}});
    state.film_for_doctor = false;
  }
  ImGui::SameLine();
  if (button("Record what I do", false,
             "what the picture shows from now on, while you use it; without a name")) {
    session.act({"record", {state.film_path, state.film_for_doctor ? "doctor" : "others"}});
    state.film_for_doctor = false;
  }
  ImGui::SameLine();
  if (button("Cancel")) session.act({"film", {}});
  if (preview.id != 0) {
    ImGui::Dummy({0, px(4)});
    ImGui::Image((ImTextureID)preview.id,
                 {static_cast<float>(preview.size.width), static_cast<float>(preview.size.height)});
  }
  end_dialog();
}

void build_leave_dialog(Session& session) {
  begin_dialog("Add these scans?", {560, 170});
  quiet_text(
      "The row that is open will be left. What you have moved by hand stays, and comes back with "
      "the row.");
  ImGui::Dummy({0, px(8)});
  if (button("Add them")) session.act({"open", session.program().waiting});
  ImGui::SameLine();
  if (button("Stay here")) session.act({"back", {}});
  end_dialog();
}

void build_session_dialog(Session& session, UiState& state) {
  if (state.session_path.empty()) state.session_path = at_home("my-scans.longview");
  begin_dialog("Save the session", {620, 200});
  quiet_text(
      "Which folders are open, what you have said about rows, dates and people, what you have "
      "moved "
      "by hand, and what is shown.");
  const bool entered =
      build_output_field(session, "##session path", state.session_path,
                         "Open it, or drop it onto the window, to go on.", state.ring);
  if (button("Save") || entered) session.act({"save-session", {state.session_path}});
  ImGui::SameLine();
  if (button("Cancel")) session.act({"save-session", {}});
  end_dialog();
}

}  // namespace lv::ui
