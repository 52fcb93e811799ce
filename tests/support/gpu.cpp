#include "tests/support/gpu.h"

#include <doctest/doctest.h>

namespace lv::test {

TestDevice::TestDevice(const gpu::SurfaceRequest* surface) {
  auto device = gpu::Device::make({.validation = true, .surface = surface});
  REQUIRE_MESSAGE(device.ok(), device.error().text());
  device_ = std::move(*device);
  auto frames = gpu::Frames::make(*device_, std::size_t{4} << 20, "test");
  REQUIRE(frames.ok());
  frames_ = std::move(*frames);
}

TestDevice::~TestDevice() {
  frames_.reset();
  device_.reset();
  CHECK(gpu::validation_messages() == messages_before_);
}

Picture TestDevice::read(gpu::Target& target) {
  auto readback = gpu::Readback::make(*device_, target.extent_px, 1);
  REQUIRE(readback.ok());
  const auto frame = frames_->begin();
  REQUIRE(frame.ok());
  REQUIRE(readback->record(**frame, target));
  REQUIRE(frames_->submit().ok());
  const auto slot = readback->take(true);
  REQUIRE((slot.ok() && slot->has_value()));
  const auto pixels = readback->pixels(**slot);
  return {target.extent_px, {pixels.begin(), pixels.end()}};
}

TestRenderer::TestRenderer(VolumeTexture::Format format) {
  auto made = Renderer::make(gpu.device(), format);
  REQUIRE(made.ok());
  renderer = std::move(*made);
}

VolumeId TestRenderer::add(VolumePtr volume) {
  const auto id = renderer->add(std::move(volume));
  REQUIRE_MESSAGE(id.ok(), id.error().text());
  return *id;
}

Picture TestRenderer::draw(const FrameInput& input, std::size_t budget_bytes) {
  auto target = gpu::make_target(gpu.device(), input.size_px, "test target");
  REQUIRE_MESSAGE(target.ok(), target.error().text());
  for (bool all_ready = false; !all_ready;) {
    const auto frame = gpu.frames().begin();
    REQUIRE(frame.ok());
    all_ready = renderer->upload(**frame, budget_bytes);
    if (all_ready) renderer->record(**frame, *target, input);
    REQUIRE(gpu.frames().submit().ok());
  }
  return gpu.read(*target);
}

}  // namespace lv::test
