#include "app/window/graphics.h"

namespace lv {
namespace {

Result<std::unique_ptr<gpu::Frames>> make_frames(gpu::Device& device) {
  return gpu::Frames::make(device, gpu::usual_frame_memory_bytes, "frames");
}

Result<Graphics> make(const std::string& gpu, const gpu::SurfaceRequest* surface) {
  Graphics graphics;
  LV_ASSIGN(graphics.device, gpu::Device::make({.name = gpu, .surface = surface}));
  LV_ASSIGN(graphics.frames, make_frames(*graphics.device));
  LV_ASSIGN(graphics.renderer, Renderer::make(*graphics.device));
  return graphics;
}

}  // namespace

Result<Graphics> make_graphics(const std::string& gpu) {
  return make(gpu, nullptr);
}

Result<Graphics> make_graphics(const std::string& gpu, Host& host) {
  LV_ASSIGN(Graphics graphics, make(gpu, host.surface()));
  LV_ASSIGN(graphics.presenter, host.make_presenter(*graphics.device));
  LV_ASSIGN(graphics.widgets, ui::Backend::make(*graphics.device, host.content_scale()));
  return graphics;
}

Result<void> Graphics::begin_anew(double content_scale) {
  device->wait_idle();
  widgets.reset();
  LV_ASSIGN(frames, make_frames(*device));
  LV_ASSIGN(widgets, ui::Backend::make(*device, content_scale));
  return {};
}

Result<void> Graphics::fit_target(ExtentPx size) {
  if (target.extent_px == size) return {};
  LV_ASSIGN(target, gpu::make_target(*device, size, "picture"));
  return {};
}

Result<std::vector<std::uint8_t>> Graphics::read_target() {
  LV_ASSIGN(gpu::Readback readback, gpu::Readback::make(*device, target.extent_px, 1));
  LV_ASSIGN(gpu::Frame* const frame, frames->begin());
  readback.record(*frame, target);
  LV_TRY(frames->submit());
  LV_ASSIGN(const std::optional<int> slot, readback.take(true));
  const auto pixels = readback.pixels(*slot);
  return std::vector<std::uint8_t>(pixels.begin(), pixels.end());
}

}  // namespace lv
