// X11Picture: shows the Target on screens that Vulkan cannot show on, which have 15, 16 or 30 bits
// a pixel: remote desktops, monitors for radiologists. Every frame goes through the computer's
// memory. Main thread only.
#pragma once

#include <memory>
#include <optional>

#include "engine/gpu/target.h"

struct GLFWwindow;

namespace lv {

class X11Picture {
 public:
  /// Error: this is no X screen, or its pixels are no colours.
  static Result<std::unique_ptr<X11Picture>> make(gpu::Device& device, GLFWwindow* window);
  ~X11Picture();

  /// Waits until the target is drawn and puts it into the window's upper left corner.
  Result<void> show(gpu::Target& target);

 private:
  struct Screen;
  X11Picture(gpu::Device& device, std::unique_ptr<Screen> screen);

  gpu::Device& device_;
  std::unique_ptr<Screen> screen_;
  std::unique_ptr<gpu::Frames> frames_;
  std::optional<gpu::Readback> readback_;
  ExtentPx extent_px_;  ///< of readback_
};

}  // namespace lv
