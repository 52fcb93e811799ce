// What xdotool cannot do to a window. Each call opens its own connection to the display; it may
// run on a thread of its own while the window's program draws.
#pragma once

#include <string>
#include <vector>

namespace lv::test {

/// Asks the window of this title to close, as the X in its corner does.
void close_window(const std::string& title);

/// Drags files onto the window and lets go; returns once their names were fetched. The source's
/// side of XDND 5 (freedesktop.org, "Drag-and-Drop Protocol for the X Window System").
void drop_files(const std::string& title, const std::vector<std::string>& paths);

/// Switches every monitor of the display off, as RandR does when the last one is unplugged.
void switch_monitors_off();

}  // namespace lv::test
