#include "engine/system/desktop.h"

#include <cstdlib>

#include "engine/system/posix/programs.h"

namespace lv {

bool copy_png(const std::filesystem::path& png) {
  const auto wayland = program_named("wl-copy"), x = program_named("xclip");
  if (std::getenv("WAYLAND_DISPLAY") != nullptr && !wayland.empty()) {
    return run_program({wayland.string(), "--type", "image/png"}, png);
  }
  if (std::getenv("DISPLAY") == nullptr || x.empty()) return false;
  return run_program({x.string(), "-selection", "clipboard", "-t", "image/png"}, png);
}

bool show_in_folder(const std::filesystem::path& file) {
  const auto opener = program_named("xdg-open");
  if (opener.empty()) return false;
  // What it opens may stay for as long as its window.
  return run_program({"/bin/sh", "-c", "\"$0\" \"$1\" &", opener.string(),
                      std::filesystem::absolute(file).parent_path().string()});
}

}  // namespace lv
