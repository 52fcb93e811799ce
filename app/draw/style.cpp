#include "app/draw/style.h"

#include <imgui.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "engine/system/advice.h"

namespace lv::ui {
namespace {

constexpr float text_px = 16.0F, title_px = 29.0F;

// First and last code point of each block; a zero ends the list.
constexpr std::array<ImWchar, 15> glyph_ranges = {0x0020, 0x024F,  // Latin
                                                  0x0370, 0x03FF,  // Greek
                                                  0x0400, 0x04FF,  // Cyrillic
                                                  0x2010, 0x2044,  // dashes, quotes, ellipsis
                                                  0x2190, 0x21FF,  // arrows
                                                  0x2200, 0x22FF,  // mathematical signs
                                                  0x25A0, 0x2713,  // shapes, signs, tick
                                                  0};

// Titles are drawn in a font of their size: an enlarged one is blurred.
constexpr std::array<ImWchar, 3> title_ranges = {0x0020, 0x017F, 0};

ImVec4 grey(float value, float alpha = 1.0F) {
  return {value, value, value + 0.01F, alpha};
}

// Blue of the colour-blind-safe palette of Okabe and Ito; on these greys its contrast is
// over 4.5:1.
const ImVec4 accent{0.34F, 0.71F, 0.91F, 1.0F};

ImVec4 faded(float alpha) {
  return {accent.x, accent.y, accent.z, alpha};
}

void set_colours(ImVec4* colours) {
  colours[ImGuiCol_Text] = grey(0.92F);
  colours[ImGuiCol_TextDisabled] = grey(0.62F);
  colours[ImGuiCol_WindowBg] = grey(0.11F);
  colours[ImGuiCol_PopupBg] = grey(0.14F);
  colours[ImGuiCol_Border] = grey(0.30F);
  colours[ImGuiCol_TitleBg] = grey(0.09F);
  colours[ImGuiCol_TitleBgActive] = grey(0.16F);
  colours[ImGuiCol_MenuBarBg] = grey(0.14F);
  for (const ImGuiCol frame : {ImGuiCol_FrameBg, ImGuiCol_Button, ImGuiCol_Header, ImGuiCol_Tab}) {
    colours[frame] = grey(0.22F);
  }
  for (const ImGuiCol hovered : {ImGuiCol_FrameBgHovered, ImGuiCol_ButtonHovered,
                                 ImGuiCol_HeaderHovered, ImGuiCol_TabHovered}) {
    colours[hovered] = grey(0.30F);
  }
  for (const ImGuiCol active :
       {ImGuiCol_FrameBgActive, ImGuiCol_ButtonActive, ImGuiCol_HeaderActive, ImGuiCol_TabActive}) {
    colours[active] = grey(0.38F);
  }
  colours[ImGuiCol_CheckMark] = accent;
  colours[ImGuiCol_SliderGrab] = faded(0.85F);
  colours[ImGuiCol_SliderGrabActive] = accent;
  colours[ImGuiCol_PlotHistogram] = accent;
  colours[ImGuiCol_NavHighlight] = accent;
  colours[ImGuiCol_TextSelectedBg] = faded(0.35F);
  colours[ImGuiCol_DragDropTarget] = accent;
}

}  // namespace

Result<std::string> find_font() {
  for (const auto& place : font_places()) {
    std::error_code failure;
    if (std::filesystem::exists(place, failure)) return place.string();
  }
  return Error{ErrorCode::unavailable,
               std::string("there is no font to write with: ") + font_advice};
}

Result<void> apply_style(const std::string& font_path, double content_scale) {
  const auto scale = static_cast<float>(content_scale);
  ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
  fonts.Clear();
  if (!fonts.AddFontFromFileTTF(font_path.c_str(), std::round(text_px * scale), nullptr,
                                glyph_ranges.data()) ||
      !fonts.AddFontFromFileTTF(font_path.c_str(), std::round(title_px * scale), nullptr,
                                title_ranges.data()) ||
      !fonts.Build()) {
    return Error{ErrorCode::unreadable, "this font cannot be read", font_path};
  }
  ImGuiStyle style;
  ImGui::StyleColorsDark(&style);
  set_colours(style.Colors);
  style.WindowRounding = style.FrameRounding = style.PopupRounding = style.GrabRounding = 4.0F;
  style.FramePadding = {8, 5};
  style.ItemSpacing = {8, 6};
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
  return {};
}

}  // namespace lv::ui
