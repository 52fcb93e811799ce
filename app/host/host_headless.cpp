// No window: frames come at a fixed step.
#include "app/host/host.h"
#include "engine/core/clock.h"

namespace lv {
namespace {

class HeadlessPresenter final : public Presenter {
 public:
  explicit HeadlessPresenter(FixedStepClock& clock) : clock_(clock) {}
  Result<void> show(gpu::Target&) override {
    clock_.step();
    return {};
  }

 private:
  FixedStepClock& clock_;
};

class HeadlessHost final : public Host {
 public:
  explicit HeadlessHost(ExtentPx size) : size_(size) {}

  const gpu::SurfaceRequest* surface() const override { return nullptr; }
  Result<std::unique_ptr<Presenter>> make_presenter(gpu::Device&) override {
    return std::unique_ptr<Presenter>(std::make_unique<HeadlessPresenter>(clock_));
  }
  bool poll(std::vector<InputEvent>&, double) override { return true; }
  double now_s() const override { return clock_.now_s(); }
  ExtentPx extent_px() const override { return size_; }
  double content_scale() const override { return 1; }
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
