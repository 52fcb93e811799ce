// The keyboard in Dear ImGui's words, in those of before 1.87 (Debian 12, Ubuntu 22.04), which were
// given tables, and in those of today, which are given events.
#pragma once

#include "app/host/input.h"

namespace lv::ui {

/// Once for each context, before its first frame.
void prepare_keys();

/// A key that Dear ImGui has no use for is not told.
void tell_key(Key key, bool down);
void tell_modifiers(const Modifiers& modifiers);
void release_keys();

/// Whether a key that Dear ImGui knows went down with this frame; whether it is down.
bool key_is_pressed(Key key);
bool key_is_down(Key key);

}  // namespace lv::ui
