// Tells Dear ImGui what happens on the keyboard. Until 1.86 (Debian 12, Ubuntu 22.04) it was given
// tables of what is down; since 1.87 it is given events.
#pragma once

#include "app/host/input.h"

namespace lv::ui {

/// To be called once for each context, before its first frame.
void prepare_keys();

/// Whether Dear ImGui has a use for the key, apart from the text that it types.
bool widgets_use(Key key);

/// Leaves out keys that Dear ImGui has no use for.
void tell_key(Key key, bool down);
void tell_modifiers(const Modifiers& modifiers);
void release_keys();

/// Whether a key that Dear ImGui knows went down with this frame; whether it is down.
bool key_is_pressed(Key key);
bool key_is_down(Key key);

}  // namespace lv::ui
