// How the widgets look: text of 16 px and up, a dark neutral surround, one accent.
#pragma once

#include <string>

#include "engine/core/result.h"

namespace lv::ui {

/// The font longview draws text with. Error: this machine has none of those it knows.
Result<std::string> find_font();

/// Sets ImGui's style and font for a monitor's scale (1: usual, 2: twice as many pixels).
/// The font's texture is made anew. Error: the font cannot be read.
Result<void> apply_style(const std::string& font_path, double content_scale);

}  // namespace lv::ui
