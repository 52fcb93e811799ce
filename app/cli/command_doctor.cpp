// `longview doctor`: what this machine offers, one plain line each.
#include <fmt/format.h>

#include <string>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "app/draw/style.h"
#include "app/jobs/metric_choice.h"
#include "engine/core/shown_text.h"
#include "engine/decoder/unpack.h"
#include "engine/dicom/toolkit.h"
#include "engine/gpu/device.h"
#include "engine/video/encoder.h"

namespace lv {
namespace {

/// What has been found out.
class Report {
 public:
  /// Adds a line; returns `fine`.
  bool line(bool fine, const char* what, const std::string& said) {
    text_ += fmt::format("{:<5}  {:<9}  {}\n", fine ? "ok" : "lacks", what, shown_text(said));
    return fine;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// `drawing`: becomes the id of the device that draws, where there is one.
bool look_for_vulkan(Report& report, const std::string& wanted, std::optional<CardId>& drawing) {
  if (const auto devices = gpu::list_devices()) {
    for (const gpu::DeviceInfo& info : *devices) {
      if (!info.rejected.empty()) report.line(false, "Vulkan", info.name + ": " + info.rejected);
    }
  }
  const auto device = gpu::Device::make({.name = wanted});
  if (!device) return report.line(false, "Vulkan", device.error().text());
  const gpu::DeviceInfo& info = (*device)->info();
  drawing = info.uuid;
  const bool software = info.kind == gpu::DeviceKind::software;
  const char* slow = software ? "; computed without a graphics card, so drawing is slow" : "";
  return report.line(true, "Vulkan", info.name + ", driver " + info.driver + slow);
}

bool look_for_metric(Report& report, const std::string& wish,
                     const std::optional<CardId>& drawing) {
  if (const auto cards = list_cuda_cards()) {
    for (const CardInfo& card : *cards) {
      const std::string why = card.rejected.empty() ? "" : ": " + card.rejected;
      report.line(card.rejected.empty(), "CUDA", card.name + ", " + card.driver + why);
    }
  }
  const auto choice = MetricChoice::make(wish, cuda_opener(drawing));
  const auto metric = choice->metric();
  if (!metric) return report.line(false, "alignment", metric.error().text());
  if (const std::string why = choice->fallback(); !why.empty()) {
    return report.line(true, "alignment", "on the processor; CUDA: " + why);
  }
  return report.line(true, "alignment", "on the " + std::string((*metric)->name()));
}

/// True: films can be written.
bool look_for_encoders(Report& report) {
  bool h264 = false;
  for (const EncoderReport& encoder : encoder_reports()) {
    report.line(encoder.available, "film", encoder.name + ": " + encoder.reason);
    h264 |= encoder.available && encoder.name.starts_with("H.264");
  }
  return h264;
}

}  // namespace

int run_doctor(const Options& options) {
  Report report;
  std::optional<CardId> drawing;
  bool fine = look_for_vulkan(report, options.gpu, drawing);
  fine &= look_for_metric(report, options.metric, drawing);
  fine &= look_for_encoders(report);
  const auto font = ui::find_font();
  fine &= report.line(font.ok(), "font", font ? *font : font.error().text());
  const auto dicom = prepare_dicom();
  fine &= report.line(dicom.ok(), "DICOM",
                      dicom ? "the data dictionary is there" : dicom.error().text());
  const auto decoders = check_decoders();
  report.line(decoders.ok(), "pictures", decoders ? *decoders : decoders.error().text());
  return answer(report.text(), fine ? exit_done : exit_failed);
}

}  // namespace lv
