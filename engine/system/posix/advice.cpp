#include "engine/system/advice.h"

namespace lv {

const char* const font_advice = "apt install fonts-dejavu-core";
const char* const vulkan_advice =
    "install your graphics card's, or, to draw without a card, apt install mesa-vulkan-drivers";
const char* const validation_advice = "apt install vulkan-validationlayers";
const char* const cache_advice =
    "neither ~/.cache/longview nor what XDG_CACHE_HOME names can be written to; let XDG_CACHE_HOME "
    "name a folder that can";
const char* const typed_path_advice = "or type a path or a dicom:// address, then Enter";
const char* const archive_address_advice =
    "; or of a hospital's archive: "
    "dicom://CALLED@host:port?PatientID=123&StudyDate=20100101-20201231, with &calling=TITLE "
    "and &timeout=SECONDS where it needs them. dicom+tls:// speaks TLS with an archive whose "
    "certificate is valid, of that host and trusted by the system or by &ca=FILE (whether it was "
    "revoked is not checked); &cert=FILE&key=FILE say who asks";

std::vector<std::filesystem::path> font_places() {
  return {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
          "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
          "/usr/share/fonts/TTF/DejaVuSans.ttf"};
}

void make_fonts_known() {}

}  // namespace lv
