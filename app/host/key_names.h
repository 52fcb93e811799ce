// The names of keys: as printed on the screen, and as a script writes them.
#pragma once

#include <string>
#include <string_view>

#include "app/host/input.h"

namespace lv {

/// "Ctrl+Shift+Z", "PgUp", "[".
std::string printed(Key key, const Modifiers& modifiers);

/// The key that a script names: "pageup", "[", "z"; unknown: there is no such key.
Key key_named(std::string_view name);

}  // namespace lv
