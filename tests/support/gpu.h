// A device for tests, with validation and synchronization validation; any message fails the test.
#pragma once

#include <memory>

#include "engine/gpu/frames.h"
#include "engine/gpu/target.h"
#include "engine/render/renderer.h"
#include "tests/support/picture.h"

namespace lv::test {

class TestDevice {
 public:
  explicit TestDevice(const gpu::SurfaceRequest* surface = nullptr);
  /// Fails the test where the validation layers have said anything.
  ~TestDevice();

  gpu::Device& device() { return *device_; }
  gpu::Frames& frames() { return *frames_; }
  bool software() const { return device_->info().kind == gpu::DeviceKind::software; }
  /// A copy of what is in the target.
  Picture read(gpu::Target& target);

 private:
  int messages_before_ = gpu::validation_messages();
  std::unique_ptr<gpu::Device> device_;
  std::unique_ptr<gpu::Frames> frames_;
};

/// A renderer on its device, and pictures out of it.
class TestRenderer {
 public:
  explicit TestRenderer(VolumeTexture::Format format = VolumeTexture::Format::best);
  VolumeId add(VolumePtr volume);
  /// Uploads, at most `budget_bytes` a frame, until all volumes are ready; then draws.
  Picture draw(const FrameInput& input, std::size_t budget_bytes = std::size_t{1} << 20);

  TestDevice gpu;
  std::unique_ptr<Renderer> renderer;
};

}  // namespace lv::test
