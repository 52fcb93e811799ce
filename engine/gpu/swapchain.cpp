#include "engine/gpu/swapchain.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace lv::gpu {
namespace {

constexpr const char* showing = "showing the picture";

/// UNORM, so that the greys of the target are shown as they are; blitting reorders and rounds. Best
/// first: 8 bits a channel, then monitors of 10 bits. Screens of 16 bits a pixel are left to X11:
/// Mesa 25's lavapipe offers them, says that it has shown the picture, and leaves the window black.
constexpr std::array formats_shown = {VK_FORMAT_B8G8R8A8_UNORM, VK_FORMAT_R8G8B8A8_UNORM,
                                      VK_FORMAT_A2R10G10B10_UNORM_PACK32,
                                      VK_FORMAT_A2B10G10R10_UNORM_PACK32};

/// Empty: Vulkan can show nothing on this screen.
Result<std::optional<VkSurfaceFormatKHR>> choose_format(const Device& gpu) {
  const VkPhysicalDevice device = gpu.physical();
  const VkSurfaceKHR surface = gpu.surface();
  std::uint32_t count = 0;
  LV_VK_TRY(vkGetPhysicalDeviceSurfaceFormatsKHR(device, surface, &count, nullptr), showing);
  std::vector<VkSurfaceFormatKHR> formats(count);
  LV_VK_TRY(vkGetPhysicalDeviceSurfaceFormatsKHR(device, surface, &count, formats.data()), showing);
  for (const VkFormat wanted : formats_shown) {
    const auto found = std::ranges::find_if(formats, [&](const VkSurfaceFormatKHR& format) {
      return format.format == wanted && format.colorSpace == VK_COLOR_SPACE_SRGB_NONLINEAR_KHR;
    });
    if (found != formats.end() && gpu.supports(wanted, VK_FORMAT_FEATURE_BLIT_DST_BIT)) {
      return std::optional(*found);
    }
  }
  return std::optional<VkSurfaceFormatKHR>();
}

/// No more than the device can draw: the rest of a larger window stays as it is.
VkExtent2D choose_extent(const VkSurfaceCapabilitiesKHR& surface, ExtentPx window, int most) {
  constexpr std::uint32_t up_to_us = std::numeric_limits<std::uint32_t>::max();
  VkExtent2D extent = surface.currentExtent;
  if (extent.width == up_to_us) {
    extent = {std::clamp(static_cast<std::uint32_t>(window.width), surface.minImageExtent.width,
                         surface.maxImageExtent.width),
              std::clamp(static_cast<std::uint32_t>(window.height), surface.minImageExtent.height,
                         surface.maxImageExtent.height)};
  }
  return {std::min(extent.width, static_cast<std::uint32_t>(most)),
          std::min(extent.height, static_cast<std::uint32_t>(most))};
}

std::uint32_t choose_image_count(const VkSurfaceCapabilitiesKHR& surface) {
  const std::uint32_t wanted = surface.minImageCount + 1;
  return surface.maxImageCount > 0 ? std::min(wanted, surface.maxImageCount) : wanted;
}

VkCompositeAlphaFlagBitsKHR choose_alpha(const VkSurfaceCapabilitiesKHR& surface) {
  return surface.supportedCompositeAlpha & VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
             ? VK_COMPOSITE_ALPHA_OPAQUE_BIT_KHR
             : VK_COMPOSITE_ALPHA_INHERIT_BIT_KHR;
}

Result<std::vector<Owned<VkSemaphore>>> make_semaphores(Device& device, std::size_t count,
                                                        const std::string& name) {
  std::vector<Owned<VkSemaphore>> semaphores;
  for (std::size_t s = 0; s < count; ++s) {
    const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO};
    VkSemaphore semaphore = VK_NULL_HANDLE;
    LV_VK_TRY(vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore), showing);
    semaphores.emplace_back(device, semaphore, name);
  }
  return semaphores;
}

VkOffset3D corner(std::uint32_t width, std::uint32_t height) {
  return {static_cast<std::int32_t>(width), static_cast<std::int32_t>(height), 1};
}

}  // namespace

Result<bool> Swapchain::possible(const Device& device) {
  LV_ASSIGN(const auto format, choose_format(device));
  return format.has_value();
}

Result<std::unique_ptr<Swapchain>> Swapchain::make(Device& device) {
  std::unique_ptr<Swapchain> swapchain(new Swapchain(device));
  LV_ASSIGN(swapchain->frames_, Frames::make(device, 256, "swapchain"));
  LV_ASSIGN(swapchain->acquired_,
            make_semaphores(device, frames_in_flight, "swapchain image acquired"));
  return swapchain;
}

Swapchain::~Swapchain() {
  device_.wait_idle();
}

Result<void> Swapchain::checked_surface(VkResult result) {
  surface_lost_ = result == VK_ERROR_SURFACE_LOST_KHR;
  return checked(result, showing);
}

Result<void> Swapchain::renew_surface() {
  handle_ = {};
  stale_ = true;
  return device_.renew_surface();
}

Result<void> Swapchain::rebuild(ExtentPx window) {
  device_.wait_idle();
  stale_ = true;  // until all of it is made
  VkSurfaceCapabilitiesKHR surface;
  LV_TRY(checked_surface(
      vkGetPhysicalDeviceSurfaceCapabilitiesKHR(device_.physical(), device_.surface(), &surface)));
  LV_ASSIGN(const auto format, choose_format(device_));
  if (!format) return Error{ErrorCode::unavailable, "Vulkan cannot show on this screen"};
  extent_ = choose_extent(surface, window, most_target_px(device_));
  window_ = window;
  if (extent_.width == 0 || extent_.height == 0) return {};
  const VkSwapchainCreateInfoKHR info{.sType = VK_STRUCTURE_TYPE_SWAPCHAIN_CREATE_INFO_KHR,
                                      .surface = device_.surface(),
                                      .minImageCount = choose_image_count(surface),
                                      .imageFormat = format->format,
                                      .imageColorSpace = format->colorSpace,
                                      .imageExtent = extent_,
                                      .imageArrayLayers = 1,
                                      .imageUsage = VK_IMAGE_USAGE_TRANSFER_DST_BIT,
                                      .preTransform = surface.currentTransform,
                                      .compositeAlpha = choose_alpha(surface),
                                      .presentMode = VK_PRESENT_MODE_FIFO_KHR,
                                      .clipped = VK_TRUE,
                                      .oldSwapchain = handle_.get()};
  VkSwapchainKHR handle = VK_NULL_HANDLE;
  LV_TRY(checked_surface(vkCreateSwapchainKHR(device_.handle(), &info, nullptr, &handle)));
  handle_ = {device_, handle, "swapchain"};
  std::uint32_t count = 0;
  LV_VK_TRY(vkGetSwapchainImagesKHR(device_.handle(), handle, &count, nullptr), showing);
  images_.resize(count);
  LV_VK_TRY(vkGetSwapchainImagesKHR(device_.handle(), handle, &count, images_.data()), showing);
  LV_ASSIGN(drawn_, make_semaphores(device_, count, "swapchain image drawn"));
  stale_ = false;
  return {};
}

Result<void> Swapchain::present(Target& target, ExtentPx window) {
  if (window.width == 0 || window.height == 0) return {};
  const Result<void> shown = present_once(target, window);
  if (shown || !surface_lost_) return shown;
  LV_TRY(renew_surface());
  return present_once(target, window);
}

Result<void> Swapchain::present_once(Target& target, ExtentPx window) {
  if (stale_ || window != window_) LV_TRY(rebuild(window));
  if (extent_.width == 0 || extent_.height == 0) return {};
  LV_ASSIGN(Frame* const frame, frames_->begin());
  const VkSemaphore acquired = acquired_[frame_].get();
  std::uint32_t index = 0;
  const VkResult result = vkAcquireNextImageKHR(device_.handle(), handle_.get(), forever, acquired,
                                                VK_NULL_HANDLE, &index);
  if (result != VK_SUCCESS && result != VK_SUBOPTIMAL_KHR) {
    stale_ = true;
    LV_TRY(frames_->submit());  // what was begun
    return result == VK_ERROR_OUT_OF_DATE_KHR ? Result<void>() : checked_surface(result);
  }
  copy_target(frame->commands, target, images_[index]);
  LV_TRY(frames_->submit(acquired, drawn_[index].get()));
  frame_ = (frame_ + 1) % acquired_.size();
  return show(index);
}

/// Scales where the sizes differ: for the frames until the target has followed the window.
void Swapchain::copy_target(VkCommandBuffer commands, Target& target, VkImage image) const {
  // The image's last use ended with the semaphore that the copy waits for.
  const ImageState acquired{.stage = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT};
  const ImageState copied = state_of(Use::copied_to);
  transition(commands, target.image, Use::copied_from);
  transition(commands, image, acquired, copied);
  const VkImageBlit region{
      .srcSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
      .srcOffsets = {{}, corner(target.image.extent.width, target.image.extent.height)},
      .dstSubresource = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 0, 1},
      .dstOffsets = {{}, corner(extent_.width, extent_.height)}};
  vkCmdBlitImage(commands, target.image.handle.get(), target.image.state.layout, image,
                 copied.layout, 1, &region, VK_FILTER_LINEAR);
  transition(commands, image, copied, state_of(Use::shown));
}

Result<void> Swapchain::show(std::uint32_t index) {
  const VkSemaphore drawn = drawn_[index].get();
  const VkSwapchainKHR handle = handle_.get();
  const VkPresentInfoKHR info{.sType = VK_STRUCTURE_TYPE_PRESENT_INFO_KHR,
                              .waitSemaphoreCount = 1,
                              .pWaitSemaphores = &drawn,
                              .swapchainCount = 1,
                              .pSwapchains = &handle,
                              .pImageIndices = &index};
  const VkResult result = vkQueuePresentKHR(device_.queue(), &info);
  stale_ = result == VK_ERROR_OUT_OF_DATE_KHR || result == VK_SUBOPTIMAL_KHR;
  return stale_ ? Result<void>() : checked_surface(result);
}

}  // namespace lv::gpu
