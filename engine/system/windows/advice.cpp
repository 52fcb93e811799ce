#include "engine/system/advice.h"

#include <windows.h>

#include "engine/system/this_process.h"

namespace lv {

const char* const font_advice =
    "unpack the whole ZIP file of longview again, DejaVuSans.ttf belongs beside longview.exe";
const char* const vulkan_advice =
    "install the newest driver of your graphics card, from Intel, AMD or NVIDIA";
const char* const validation_advice = "it is part of the Vulkan SDK, vulkan.lunarg.com";
const char* const cache_advice =
    "the folder that LOCALAPPDATA names cannot be written to; let it name one that can";
const char* const typed_path_advice = "or type a path, then Enter";
const char* const archive_address_advice = "; a hospital's archive on the network is not asked";

std::vector<std::filesystem::path> font_places() {
  return {program_file().parent_path() / "DejaVuSans.ttf"};
}

void make_fonts_known() {
  for (const auto& place : font_places()) AddFontResourceExW(place.c_str(), FR_PRIVATE, nullptr);
}

}  // namespace lv
