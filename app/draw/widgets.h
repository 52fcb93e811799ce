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

/// `shown_active`: drawn as pressed, for choices. `tooltip`: null: none.
bool button(const char* label, bool shown_active = false, const char* tooltip = nullptr);
/// The pointer has rested on the last item for a moment.
bool pointer_rests();
/// Then a tooltip stands below the last item, so that it covers no neighbour.
void tooltip_after_a_moment(const std::string& text);
/// A window in the middle of the screen, `size` at scale 1 or less where the screen is small; with
/// end_dialog() after its widgets.
void begin_dialog(const char* title, const ImVec2& size);
void end_dialog();
/// Inside a menu: Esc closes it.
void close_on_escape();
/// Text that wraps at the window's edge, in grey.
void quiet_text(const std::string& text);

}  // namespace lv::ui
