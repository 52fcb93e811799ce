// No window: frames come at a fixed step, input from whoever made the host.
#include <utility>

#include "app/host/host.h"
#include "engine/core/clock.h"

namespace lv {
namespace {

class HeadlessHost final : public Host {
 public:
  explicit HeadlessHost(HeadlessOptions options)
      : options_(std::move(options)), clock_(options_.frames_per_s) {}

  const gpu::SurfaceRequest* surface() const override { return nullptr; }
  Result<void> attach(gpu::Device&) override { return {}; }
  void detach() override {}
  bool poll(std::vector<InputEvent>& events, double) override {
    return !options_.input || options_.input(events);
  }
  double now_s() const override { return clock_.now_s(); }
  ExtentPx extent_px() const override { return options_.size_px; }
  double content_scale() const override { return options_.content_scale; }
  Result<void> present(gpu::Target&) override {
    clock_.step();
    return {};
  }
  void set_title(const std::string&) override {}
  void set_fullscreen(bool) override {}
  std::string clipboard() const override { return clipboard_; }
  void set_clipboard(const std::string& text) override { clipboard_ = text; }

 private:
  HeadlessOptions options_;
  FixedStepClock clock_;
  std::string clipboard_;
};

}  // namespace

std::unique_ptr<Host> make_headless_host(HeadlessOptions options) {
  return std::make_unique<HeadlessHost>(std::move(options));
}

}  // namespace lv
