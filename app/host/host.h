// Host: where input comes from, where the picture goes, and what time it is. A window and a
// headless run differ in nothing else. Main thread only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/host/input.h"
#include "engine/core/extent.h"
#include "engine/gpu/device.h"
#include "engine/gpu/target.h"

namespace lv {

/// Shows pictures in the window of a host, by a device. It ends before both.
class Presenter {
 public:
  virtual ~Presenter() = default;
  /// Shows a copy of the target, no more often than the monitor can.
  virtual Result<void> show(gpu::Target& target) = 0;
};

class Host {
 public:
  virtual ~Host() = default;

  /// What the device must be able to show to; null: nothing is shown. Ask before the device is
  /// made; the host must live longer than that.
  virtual const gpu::SurfaceRequest* surface() const = 0;
  virtual Result<std::unique_ptr<Presenter>> make_presenter(gpu::Device& device) = 0;

  /// Appends what happened since the last call; waits up to `wait_s` for something to happen.
  /// False: the user wants to leave.
  virtual bool poll(std::vector<InputEvent>& events, double wait_s) = 0;
  /// Seconds since the host was made.
  virtual double now_s() const = 0;
  /// Pixels of the picture; 0 × 0 while the window is minimised.
  virtual ExtentPx extent_px() const = 0;
  /// How much larger than usual text should be on this monitor.
  virtual double content_scale() const = 0;

  virtual void set_fullscreen(bool fullscreen) = 0;
};

struct WindowOptions {
  std::string title = "longview";
  ExtentPx size{1280, 800};  ///< in the units of the desktop
};
/// Error: there is no display, or it has no Vulkan.
Result<std::unique_ptr<Host>> make_window_host(const WindowOptions& options);

/// No window and no input: its clock moves by a thirtieth of a second with each picture, which
/// it shows to nobody.
std::unique_ptr<Host> make_headless_host(ExtentPx size);

}  // namespace lv
