#include "engine/system/advice.h"

namespace lv {

const char* const font_advice = "apt install fonts-dejavu-core";
const char* const vulkan_advice =
    "install your graphics card's, or, to draw without a card, apt install mesa-vulkan-drivers";
const char* const validation_advice = "apt install vulkan-validationlayers";
const char* const cache_advice =
    "neither ~/.cache/longview nor what XDG_CACHE_HOME names can be written to; let XDG_CACHE_HOME "
    "name a folder that can";

std::vector<std::filesystem::path> font_places() {
  return {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
          "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
          "/usr/share/fonts/TTF/DejaVuSans.ttf"};
}

void make_fonts_known() {}

}  // namespace lv
