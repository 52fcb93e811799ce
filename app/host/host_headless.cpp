// No window: frames come at a fixed step.
#include "app/host/host.h"
#include "engine/core/clock.h"

namespace lv {
namespace {

class HeadlessHost final : public Host {
 public:
  explicit HeadlessHost(ExtentPx size) : size_(size) {}

  const gpu::SurfaceRequest* surface() const override { return nullptr; }
  Result<void> attach(gpu::Device&) override { return {}; }
  void detach() override {}
  bool poll(std::vector<InputEvent>&, double) override { return true; }
  double now_s() const override { return clock_.now_s(); }
  ExtentPx extent_px() const override { return size_; }
  double content_scale() const override { return 1; }
  Result<void> present(gpu::Target&) override {
    clock_.step();
    return {};
  }
  void set_fullscreen(bool) override {}

 private:
  ExtentPx size_;
  FixedStepClock clock_{30};
};

}  // namespace

std::unique_ptr<Host> make_headless_host(ExtentPx size) {
  return std::make_unique<HeadlessHost>(size);
}

}  // namespace lv
