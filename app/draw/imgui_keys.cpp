#include "app/draw/imgui_keys.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

namespace lv::ui {
namespace {

constexpr std::array<std::pair<ImGuiKey, Key>, 20> keys = {{{ImGuiKey_Tab, Key::tab},
                                                            {ImGuiKey_LeftArrow, Key::left},
                                                            {ImGuiKey_RightArrow, Key::right},
                                                            {ImGuiKey_UpArrow, Key::up},
                                                            {ImGuiKey_DownArrow, Key::down},
                                                            {ImGuiKey_PageUp, Key::page_up},
                                                            {ImGuiKey_PageDown, Key::page_down},
                                                            {ImGuiKey_Home, Key::home},
                                                            {ImGuiKey_End, Key::end},
                                                            {ImGuiKey_Delete, Key::delete_forward},
                                                            {ImGuiKey_Backspace, Key::backspace},
                                                            {ImGuiKey_Space, Key::space},
                                                            {ImGuiKey_Enter, Key::enter},
                                                            {ImGuiKey_Escape, Key::escape},
                                                            {ImGuiKey_A, Key::a},
                                                            {ImGuiKey_C, Key::c},
                                                            {ImGuiKey_V, Key::v},
                                                            {ImGuiKey_X, Key::x},
                                                            {ImGuiKey_Y, Key::y},
                                                            {ImGuiKey_Z, Key::z}}};

const auto* place_of(Key key) {
  return std::ranges::find(keys, key, &std::pair<ImGuiKey, Key>::second);
}

}  // namespace

bool widgets_use(Key key) {
  return place_of(key) != keys.end();
}

#if IMGUI_VERSION_NUM >= 18900

void prepare_keys() {
  ImGui::GetIO().ConfigInputTrickleEventQueue = false;  // the backend spreads events over frames
}

static ImGuiKey imgui_key(Key key) {
  const auto* const known = place_of(key);
  return known == keys.end() ? ImGuiKey_None : known->first;
}

void tell_key(Key key, bool down) {
  if (imgui_key(key) != ImGuiKey_None) ImGui::GetIO().AddKeyEvent(imgui_key(key), down);
}

void tell_modifiers(const Modifiers& modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, modifiers.shift);
  io.AddKeyEvent(ImGuiMod_Ctrl, modifiers.control);
  io.AddKeyEvent(ImGuiMod_Alt, modifiers.alt);
}

void release_keys() {
  for (const auto& [their_key, ours] : keys) ImGui::GetIO().AddKeyEvent(their_key, false);
}

#else

static int imgui_key(Key key) {
  return static_cast<int>(key);
}

void prepare_keys() {
  for (const auto& [their_key, ours] : keys) ImGui::GetIO().KeyMap[their_key] = imgui_key(ours);
}

void tell_key(Key key, bool down) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeysDown[imgui_key(key)] = down;
  // Before 1.89 only Space presses the widget that has the ring.
  const bool ring = (io.ConfigFlags & ImGuiConfigFlags_NavEnableKeyboard) != 0 && !io.WantTextInput;
  if (key == Key::enter && (ring || !down)) io.KeysDown[imgui_key(Key::space)] = down;
}

void tell_modifiers(const Modifiers& modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.KeyShift = modifiers.shift;
  io.KeyCtrl = modifiers.control;
  io.KeyAlt = modifiers.alt;
}

void release_keys() {
  std::ranges::fill(ImGui::GetIO().KeysDown, false);
}

#endif

bool key_is_pressed(Key key) {
  return ImGui::IsKeyPressed(imgui_key(key));
}

bool key_is_down(Key key) {
  return ImGui::IsKeyDown(imgui_key(key));
}

}  // namespace lv::ui
