// `longview doctor`: what this machine offers, one plain line each.
#include <cstdio>
#include <string>

#include "app/cli/commands.h"
#include "app/draw/style.h"
#include "app/jobs/metric_choice.h"
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

/// `drawing`: becomes the id of the device that draws, where there is one.
bool print_vulkan(const std::string& wanted, std::optional<CardId>& drawing) {
  if (const auto devices = gpu::list_devices()) {
    for (const gpu::DeviceInfo& info : *devices) {
      if (!info.rejected.empty()) line(false, "Vulkan", info.name + ": " + info.rejected);
    }
  }
  const auto device = gpu::Device::make({.name = wanted});
  if (!device) return line(false, "Vulkan", device.error().text());
  const gpu::DeviceInfo& info = (*device)->info();
  drawing = info.uuid;
  const bool software = info.kind == gpu::DeviceKind::software;
  const char* slow = software ? "; computed without a graphics card, so drawing is slow" : "";
  return line(true, "Vulkan", info.name + ", driver " + info.driver + slow);
}

bool print_metric(const std::string& wish, const std::optional<CardId>& drawing) {
  if (const auto cards = list_cuda_cards()) {
    for (const CardInfo& card : *cards) {
      const std::string why = card.rejected.empty() ? "" : ": " + card.rejected;
      line(card.rejected.empty(), "CUDA", card.name + ", " + card.driver + why);
    }
  }
  const auto choice = MetricChoice::make(wish, cuda_opener(drawing));
  const auto metric = choice->metric();
  if (!metric) return line(false, "alignment", metric.error().text());
  if (const std::string why = choice->fallback(); !why.empty()) {
    return line(true, "alignment", "on the processor; CUDA: " + why);
  }
  return line(true, "alignment", "on the " + std::string((*metric)->name()));
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
  std::optional<CardId> drawing;
  bool fine = print_vulkan(options.gpu, drawing);
  fine &= print_metric(options.metric, drawing);
  fine &= print_encoders();
  const auto font = ui::find_font();
  fine &= line(font.ok(), "font", font ? *font : font.error().text());
  const auto dicom = prepare_dicom();
  fine &= line(dicom.ok(), "DICOM", dicom ? "the data dictionary is there" : dicom.error().text());
  return fine ? exit_done : exit_failed;
}

}  // namespace lv
