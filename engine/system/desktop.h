// What the desktop does for us: its clipboard, its folders. On Linux by programs that may be
// missing.
#pragma once

#include <filesystem>

namespace lv {

/// Puts the picture of a PNG file onto the clipboard (wl-copy under Wayland, xclip under X). The
/// file is not needed afterwards. False: there is no such program, or it has failed.
bool copy_png(const std::filesystem::path& png);

/// Shows the folder in which a file lies, and where the desktop can, the file in it. False: nothing
/// can.
bool show_in_folder(const std::filesystem::path& file);

}  // namespace lv
