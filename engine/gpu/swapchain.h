// The window's side of the Target: shows a copy of it. Main thread only.
#pragma once

#include <memory>
#include <vector>

#include "engine/gpu/target.h"

namespace lv::gpu {

class Swapchain {
 public:
  /// False: Vulkan has no format for the pixels of this screen (of 16 bits, say).
  static Result<bool> possible(const Device& device);
  /// The device must have been made with a surface.
  static Result<std::unique_ptr<Swapchain>> make(Device& device);
  ~Swapchain();

  /// Shows a copy of `target`, scaled where the window has another size by now. Rebuilds itself
  /// when the window system asks for it, or `window` (framebuffer pixels) has changed, or its
  /// surface was lost; does nothing while the window has no area. Errors: the device was lost, or
  /// the surface once more after it was made anew.
  Result<void> present(Target& target, ExtentPx window);

 private:
  explicit Swapchain(Device& device) : device_(device) {}
  Result<void> present_once(Target& target, ExtentPx window);
  Result<void> renew_surface();
  Result<void> rebuild(ExtentPx window);
  Result<void> checked_surface(VkResult result);
  void copy_target(VkCommandBuffer commands, Target& target, VkImage image) const;
  Result<void> show(std::uint32_t index);

  Device& device_;
  std::unique_ptr<Frames> frames_;
  Owned<VkSwapchainKHR> handle_;
  VkExtent2D extent_{};
  ExtentPx window_;
  bool stale_ = true;
  bool surface_lost_ = false;
  std::vector<VkImage> images_;
  std::vector<Owned<VkSemaphore>> acquired_;  // one per frame in flight
  std::vector<Owned<VkSemaphore>> drawn_;     // one per image
  std::size_t frame_ = 0;
};

}  // namespace lv::gpu
