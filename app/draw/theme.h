// Colours of what is drawn by hand, and sizes that follow the text (style.h sets ImGui's own).
// Accents are safe for the colour-blind (Okabe & Ito 2008); text has a contrast of 4.5 : 1 and
// more.
#pragma once

#include <imgui.h>

namespace lv::ui {

inline constexpr ImU32 white = IM_COL32(242, 242, 242, 255);
inline constexpr ImU32 dim_text = IM_COL32(176, 176, 180, 255);
inline constexpr ImU32 line = IM_COL32(70, 70, 76, 255);
inline constexpr ImU32 background = IM_COL32(24, 24, 26, 255);  // as Renderer clears the screen
inline constexpr ImU32 panel = IM_COL32(33, 33, 36, 255);
inline constexpr ImU32 accent = IM_COL32(86, 180, 233, 255);     // sky blue: what can be acted on
inline constexpr ImU32 attention = IM_COL32(240, 180, 60, 255);  // orange: look here
inline constexpr ImU32 shadow = IM_COL32(0, 0, 0, 200);
inline constexpr ImU32 backing = IM_COL32(0, 0, 0, 180);  // under text on a picture

/// The font of titles; drawn as it is, it is sharp.
inline ImFont* title_font() {
  return ImGui::GetIO().Fonts->Fonts.back();
}

/// Pixels of a length that is `at_usual_size` where text is 16 px high.
inline float px(float at_usual_size) {
  return at_usual_size * ImGui::GetFontSize() / 16.0F;
}

}  // namespace lv::ui
