#include "app/draw/widgets.h"

#include <algorithm>
#include <map>
#include <utility>

#include "app/draw/imgui_keys.h"
#include "app/draw/theme.h"
#include "app/draw/widget_places.h"

namespace lv::ui {
namespace {

struct Rectangles {
  std::map<std::string, RectPx> last, current;
};

Rectangles& rectangles() {
  static Rectangles instance;
  return instance;
}

/// The item on which the pointer rests.
struct Rest {
  ImVec2 place;
  double since_s = 0, seen_s = 0;
  bool waits = false;
};

Rest& resting() {
  static Rest instance;
  return instance;
}

}  // namespace

void begin_widgets() {
  resting().waits = false;
  rectangles().last = std::exchange(rectangles().current, {});
}

std::optional<RectPx> widget_rect(const std::string& label) {
  const auto& last = rectangles().last;
  const auto found = last.find(label);
  return found == last.end() ? std::nullopt : std::optional(found->second);
}

void remember(const std::string& label) {
  remember(label, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

void remember(const std::string& label, const ImVec2& least, const ImVec2& greatest) {
  const auto whole = [](float v) { return static_cast<int>(v); };
  rectangles().current[label] = {whole(least.x), whole(least.y), whole(greatest.x - least.x),
                                 whole(greatest.y - least.y)};
}

bool button(const char* label, bool shown_active, const char* tooltip) {
  if (shown_active)
    ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetColorU32(ImGuiCol_ButtonActive));
  const bool pressed = ImGui::Button(label);
  if (shown_active) ImGui::PopStyleColor();
  const std::string text = label;
  remember(text.substr(0, text.find("##")));
  if (tooltip != nullptr) tooltip_after_a_moment(tooltip);
  return pressed;
}

bool pointer_rests() {
  constexpr double moment_s = 0.4;
  Rest& rest = resting();
  const ImGuiIO& io = ImGui::GetIO();
  if (!ImGui::IsItemHovered()) return false;
  const ImVec2 here = ImGui::GetItemRectMin();
  const double now_s = ImGui::GetTime();
  const bool elsewhere = here.x != rest.place.x || here.y != rest.place.y;
  const bool came_back = now_s - rest.seen_s > moment_s;
  const bool moves = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
  const bool shown = !elsewhere && !came_back && now_s - rest.since_s >= moment_s;
  if (elsewhere || came_back || (moves && !shown)) rest.since_s = now_s;
  rest.place = here;
  rest.seen_s = now_s;
  rest.waits = now_s - rest.since_s < moment_s;
  return !rest.waits;
}

bool tooltip_waits() {
  return resting().waits;
}

void tooltip_after_a_moment(const std::string& text) {
  if (text.empty() || !pointer_rests()) return;
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + px(6)});
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(px(420));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void quiet_text(const std::string& text) {
  if (text.empty()) return;
  ImGui::PushStyleColor(ImGuiCol_Text, dim_text);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PopStyleColor();
}

void begin_dialog(const char* title, const ImVec2& size) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(
      {std::min(screen.x * 0.9F, px(size.x)), std::min(screen.y * 0.9F, px(size.y))});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, panel);
  ImGui::Begin(title, nullptr,
               ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoResize);
}

void end_dialog() {
  ImGui::End();
  ImGui::PopStyleColor();
}

void close_on_escape() {
  if (key_is_pressed(Key::escape)) ImGui::CloseCurrentPopup();
}

}  // namespace lv::ui
