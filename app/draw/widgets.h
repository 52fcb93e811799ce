// ImGui's widgets, wrapped so that each remembers its rectangle under its label: a script clicks
// what a person would. Main thread only.
#pragma once

#include <imgui.h>

#include <string>

namespace lv::ui {

/// Forgets the rectangles of the last frame.
void begin_widgets();
/// Notes the last ImGui item, or a rectangle, under a label.
void remember(const std::string& label);
void remember(const std::string& label, const ImVec2& least, const ImVec2& greatest);

/// `shown_active`: drawn as pressed, for the choice that holds now. `tooltip`: null for none.
bool button(const char* label, bool shown_active = false, const char* tooltip = nullptr);
/// The pointer has rested on the last item for a moment.
bool pointer_rests();
/// Shows a tooltip once the pointer has rested on the last item for a moment. It stands below the
/// item, so that it covers no neighbour.
void tooltip_after_a_moment(const std::string& text);
/// Begins a window in the middle of the screen; end_dialog() follows after its widgets. `size` is
/// in pixels at scale 1; the window is smaller where the screen is.
void begin_dialog(const char* title, const ImVec2& size);
void end_dialog();
/// Inside a menu: Esc closes it.
void close_on_escape();
/// Text that wraps at the window's edge, in grey.
void quiet_text(const std::string& text);

}  // namespace lv::ui
