// `longview doctor`: what this machine offers, one plain line each.
#include <cstdio>
#include <string>

#include "app/commands.h"
#include "app/metric_choice.h"
#include "app/ui/style.h"
#include "engine/dicom/toolkit.h"
#include "engine/gpu/device.h"
#include "engine/video/encoder.h"

namespace lv {
namespace {

/// Prints a line; returns `fine`.
bool line(bool fine, const char* what, const std::string& text) {
  std::printf("%-5s  %-9s  %s\n", fine ? "ok" : "lacks", what, text.c_str());
  return fine;
}

bool print_vulkan(const std::string& wanted) {
  if (const auto devices = gpu::list_devices()) {
    for (const gpu::DeviceInfo& info : *devices) {
      if (!info.rejected.empty()) line(false, "Vulkan", info.name + ": " + info.rejected);
    }
  }
  const auto device = gpu::Device::make({.name = wanted});
  if (!device) return line(false, "Vulkan", device.error().text());
  const gpu::DeviceInfo& info = (*device)->info();
  const bool software = info.kind == gpu::DeviceKind::software;
  const char* slow = software ? "; computed without a graphics card, so drawing is slow" : "";
  return line(true, "Vulkan", info.name + ", driver " + info.driver + slow);
}

void print_metric() {
  if (const auto cuda = choose_metric("cuda")) {
    line(true, "alignment", std::string((*cuda)->name()));
  } else {
    line(true, "alignment", "on the processor; CUDA: " + cuda.error().text());
  }
}

/// True: films can be written.
bool print_encoders() {
  bool h264 = false;
  for (const EncoderReport& encoder : encoder_reports()) {
    line(encoder.available, "film", encoder.name + ": " + encoder.reason);
    h264 |= encoder.available && encoder.name.starts_with("H.264");
  }
  return h264;
}

}  // namespace

int run_doctor(const Options& options) {
  bool fine = print_vulkan(options.gpu);
  print_metric();
  fine &= print_encoders();
  const auto font = ui::find_font();
  fine &= line(font.ok(), "font", font ? *font : font.error().text());
  const auto dicom = prepare_dicom();
  fine &= line(dicom.ok(), "DICOM", dicom ? "the data dictionary is there" : dicom.error().text());
  return fine ? exit_done : exit_failed;
}

}  // namespace lv
