#include "app/ui/ui.h"

#include <fmt/format.h>
#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "app/draw/imgui_keys.h"
#include "app/draw/theme.h"
#include "app/draw/widgets.h"
#include "app/session/typed_path.h"
#include "engine/system/advice.h"

namespace lv::ui {
namespace {

constexpr ImGuiWindowFlags full_window =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoBackground;

/// What can be done about the message.
void build_answers(Session& session) {
  const ProgramState& program = session.program();
  if (program.made_now) {
    ImGui::SameLine();
    if (button("Show in folder")) session.act({"show-file", {}});
  }
  if (program.can_take_back) {
    ImGui::SameLine();
    const bool back = button("Take back");
    ImGui::SameLine();
    if (button("Keep")) session.act({"dismiss", {}});
    if (back) session.act({"undo", {}});
  } else if (!program.note_until_s && !program.message.empty()) {
    ImGui::SameLine();
    if (button("OK##message")) session.act({"dismiss", {}});
  }
}

/// The message at the lower edge: what went wrong, until it is dismissed, or a note of what was
/// done.
void build_message(Session& session, ExtentPx size) {
  if (session.program().message.empty()) return;
  const float width = static_cast<float>(size.width), height = static_cast<float>(size.height);
  // Beside what stands below a row: its numbers and help begin at the left.
  const bool beside = session.screen() == Screen::compare;
  ImGui::SetNextWindowPos({beside ? width - px(8) : width / 2, height - px(beside ? 8 : 24)},
                          ImGuiCond_Always, {beside ? 1.0F : 0.5F, 1});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {width * 0.8F, px(200)});
  const bool note = session.program().note_until_s || session.program().can_take_back;
  ImGui::PushStyleColor(ImGuiCol_WindowBg, note ? panel : IM_COL32(60, 48, 24, 255));
  ImGui::Begin("message", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::PushTextWrapPos(width * 0.7F);
  ImGui::TextUnformatted(session.program().message.c_str());
  ImGui::PopTextWrapPos();
  build_answers(session);
  ImGui::End();
  ImGui::PopStyleColor();
}

/// Tab shows the ring, with which arrows go from widget to widget and Enter or Space presses one.
/// Esc or a click gives the keys back to the picture.
void update_ring(const Session& session, UiState& state) {
  const bool tab = key_is_pressed(Key::tab) && !ImGui::GetIO().WantTextInput;
  const bool click = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  const bool begins = tab && !state.ring;
  if (begins) state.ring = true;
  const bool left = std::exchange(state.ring_screen, session.screen()) != session.screen();
  if (key_is_pressed(Key::escape) || click || left) state.ring = false;
  ImGuiConfigFlags& flags = ImGui::GetIO().ConfigFlags;
  flags = state.ring ? flags | ImGuiConfigFlags_NavEnableKeyboard
                     : flags & ~ImGuiConfigFlags_NavEnableKeyboard;
  // Home puts the ring onto the first widget; an arrow would go on from where the pointer is.
  if (begins || state.ring_begun) tell_key(Key::home, begins);
  state.ring_begun = begins;
}

KeyboardOwner keyboard_owner(const Session& session, const UiState& state) {
  const bool menu = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  if (ImGui::GetIO().WantTextInput || menu || state.ring) return KeyboardOwner::widget;
  const bool dialog = session.program().question == Question::film ||
                      session.program().question == Question::session ||
                      session.program().question == Question::palette ||
                      session.program().question == Question::leave_row ||
                      session.program().keys_shown || session.program().left_out_shown;
  return dialog ? KeyboardOwner::dialog : KeyboardOwner::picture;
}

}  // namespace

void build(Session& session, UiState& state, ExtentPx size) {
  begin_widgets();
  update_ring(session, state);
  state.keyboard_owner = keyboard_owner(session, state);
  state.picture_px = {};
  state.panes.clear();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({static_cast<float>(size.width), static_cast<float>(size.height)});
  ImGui::Begin("longview", nullptr, full_window);
  switch (session.screen()) {
    case Screen::start:
      build_start(session, state);
      break;
    case Screen::scans:
      build_scans(session, state);
      break;
    case Screen::compare:
      build_compare(session, state, size);
      break;
  }
  ImGui::End();
  state.path_was_asked = (session.program().question == Question::path);
  if (session.program().left_out_shown) build_left_out(session);
  if (session.program().question == Question::film) build_film_dialog(session, state);
  if (session.program().question == Question::session) build_session_dialog(session, state);
  if (session.program().question == Question::leave_row) build_leave_dialog(session);
  if (session.program().question == Question::palette) build_palette(session, state);
  if (session.program().keys_shown) build_keys_overlay(session);
  build_message(session, size);
}

void build_path_field(Session& session, UiState& state) {
  ImGui::SetNextItemWidth(px(420));
  if ((session.program().question == Question::path) && !state.path_was_asked)
    ImGui::SetKeyboardFocusHere();
  const bool entered = ImGui::InputTextWithHint(
      "##path", typed_path_advice, &state.path_text,
      // What was typed stays: where it was wrong, only that is to be typed.
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  remember("path");
  ImGui::SameLine();
  if (!button("Open") && !entered) return;
  if (std::string path = path_of_typed(state.path_text); !path.empty()) {
    session.act({"open", {std::move(path)}});
  }
}

/// A red mark and the time. It is not in the recording.
void build_recording(Session& session) {
  const auto& live = session.films().live;
  if (!live) return;
  const int seconds = static_cast<int>(session.state().view.now_s - live->begun_s);
  std::string text = fmt::format("● {}:{:02}", seconds / 60, seconds % 60);
  if (live->dropped > 0) text += fmt::format(", {} pictures left out", live->dropped);
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored({1.0F, 0.35F, 0.3F, 1.0F}, "%s", text.c_str());
  ImGui::SameLine();
  if (button("End the recording")) session.act({"record", {}});
}

void build_progress(Session& session) {
  const auto bar = [](double fraction, const std::string& text) {
    ImGui::ProgressBar(static_cast<float>(fraction), {px(160), px(18)}, "");
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(text.c_str());
  };
  const OpenRow* const open = session.open();
  if (const auto& reading = session.state().scans.reading) {
    bar(reading->fraction, reading->phrase);
    if (!session.state().scans.opening.empty()) {
      ImGui::SameLine();
      if (button("Stop")) session.act({"stop-reading", {}});
    }
  } else if (open != nullptr && open->loading) {
    bar(open->loading->fraction, "reading pictures…");
  } else if (open != nullptr && open->aligning) {
    const auto& dates = session.row()->dates;
    const auto settled = std::ranges::count(dates, AlignmentState::settled, &ComparedDate::state);
    bar(static_cast<double>(settled) / static_cast<double>(dates.size()), "lining up…");
  }
  build_recording(session);
  if (!session.films().running) return;
  bar(session.films().fraction, "making the film…");
  ImGui::SameLine();
  if (button("Stop")) session.act({"cancel-film", {}});
}

}  // namespace lv::ui
