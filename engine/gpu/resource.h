// Buffers, images and samplers as move-only values. Letting go of one hands it to the device's
// retire list, so nothing is destroyed under the GPU. Each has a name in validation messages.
// One memory allocation each: there are a few dozen of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "engine/gpu/device.h"

namespace lv::gpu {

/// How a Vulkan object is named and destroyed.
template <class T>
struct Kind;

template <class T, VkObjectType object_type, auto destroy_function>
struct KindOf {
  static constexpr VkObjectType type = object_type;
  static void destroy(VkDevice device, std::uint64_t object) {
    destroy_function(device, reinterpret_cast<T>(object), nullptr);
  }
};

// clang-format off
template <> struct Kind<VkBuffer> : KindOf<VkBuffer, VK_OBJECT_TYPE_BUFFER, vkDestroyBuffer> {};
template <> struct Kind<VkImage> : KindOf<VkImage, VK_OBJECT_TYPE_IMAGE, vkDestroyImage> {};
template <> struct Kind<VkImageView> : KindOf<VkImageView, VK_OBJECT_TYPE_IMAGE_VIEW, vkDestroyImageView> {};
template <> struct Kind<VkDeviceMemory> : KindOf<VkDeviceMemory, VK_OBJECT_TYPE_DEVICE_MEMORY, vkFreeMemory> {};
template <> struct Kind<VkSampler> : KindOf<VkSampler, VK_OBJECT_TYPE_SAMPLER, vkDestroySampler> {};
template <> struct Kind<VkSemaphore> : KindOf<VkSemaphore, VK_OBJECT_TYPE_SEMAPHORE, vkDestroySemaphore> {};
template <> struct Kind<VkCommandPool> : KindOf<VkCommandPool, VK_OBJECT_TYPE_COMMAND_POOL, vkDestroyCommandPool> {};
template <> struct Kind<VkShaderModule> : KindOf<VkShaderModule, VK_OBJECT_TYPE_SHADER_MODULE, vkDestroyShaderModule> {};
template <> struct Kind<VkDescriptorSetLayout> : KindOf<VkDescriptorSetLayout, VK_OBJECT_TYPE_DESCRIPTOR_SET_LAYOUT, vkDestroyDescriptorSetLayout> {};
template <> struct Kind<VkPipelineLayout> : KindOf<VkPipelineLayout, VK_OBJECT_TYPE_PIPELINE_LAYOUT, vkDestroyPipelineLayout> {};
template <> struct Kind<VkPipeline> : KindOf<VkPipeline, VK_OBJECT_TYPE_PIPELINE, vkDestroyPipeline> {};
template <> struct Kind<VkSwapchainKHR> : KindOf<VkSwapchainKHR, VK_OBJECT_TYPE_SWAPCHAIN_KHR, vkDestroySwapchainKHR> {};
// clang-format on

/// One Vulkan object with one owner. The device must outlive it.
template <class T>
class Owned {
 public:
  Owned() = default;
  Owned(Device& device, T object, const std::string& name) : device_(&device), object_(object) {
    device.set_name(Kind<T>::type, reinterpret_cast<std::uint64_t>(object), name);
  }
  Owned(Owned&& other) noexcept
      : device_(other.device_), object_(std::exchange(other.object_, T{})) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(object_, other.object_);
    return *this;
  }
  ~Owned() {
    if (object_) device_->retire(Kind<T>::destroy, reinterpret_cast<std::uint64_t>(object_));
  }
  T get() const { return object_; }

 private:
  Device* device_ = nullptr;
  T object_{};
};

enum class Access {
  upload,    ///< written by the host, read by the GPU
  readback,  ///< written by the GPU, read by the host
};

/// Memory that the host sees, mapped for as long as it lives.
struct Buffer {
  Owned<VkDeviceMemory> memory;
  Owned<VkBuffer> handle;
  std::span<std::byte> bytes;
};
Result<Buffer> make_buffer(Device& device, std::size_t size_bytes, VkBufferUsageFlags usage,
                           Access access, const std::string& name);

/// What an image is used for from here on.
enum class Use { copied_to, copied_from, sampled, drawn, shown };

/// Where and how a use touches an image.
struct ImageState {
  VkImageLayout layout = VK_IMAGE_LAYOUT_UNDEFINED;
  VkPipelineStageFlags2 stage = VK_PIPELINE_STAGE_2_NONE;
  VkAccessFlags2 access = VK_ACCESS_2_NONE;
};
ImageState state_of(Use use);

/// A two- or three-dimensional image in device memory, in the state the last recorded command left
/// it in: command buffers are submitted in the order in which they are recorded.
struct Image {
  Owned<VkDeviceMemory> memory;
  Owned<VkImage> handle;
  Owned<VkImageView> view;
  VkExtent3D extent{};
  VkFormat format = VK_FORMAT_UNDEFINED;
  ImageState state;
};

struct ImageRecipe {
  std::string name;
  VkImageType type = VK_IMAGE_TYPE_2D;
  VkFormat format = VK_FORMAT_R8G8B8A8_UNORM;
  VkExtent3D extent{};
  VkImageUsageFlags usage = 0;
};
/// Errors: larger than the device can hold; out of memory.
Result<Image> make_image(Device& device, const ImageRecipe& recipe);

/// Waits for the last use and changes the layout. `forget`: what is in the image is not needed.
void transition(VkCommandBuffer commands, Image& image, Use use, bool forget = false);
/// The same for an image of the swapchain, which has no Image object.
void transition(VkCommandBuffer commands, VkImage image, const ImageState& from,
                const ImageState& to);

/// Interpolates linearly; outside the image it gives the value at the nearest edge.
Result<Owned<VkSampler>> make_sampler(Device& device, const std::string& name);

}  // namespace lv::gpu
