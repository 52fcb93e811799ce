// The device everything is drawn on: one queue, and one timeline semaphore that counts submissions.
// An object that the GPU may still use when its owner lets go of it is kept in the retire list
// until the timeline has passed. Main thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "engine/gpu/choice.h"
#include "engine/gpu/instance.h"

namespace lv::gpu {

/// Timeout of waits that nothing but the awaited event shall end.
inline constexpr std::uint64_t forever = ~std::uint64_t{0};

struct DeviceOptions {
  std::string name;         ///< part of a device's name, any case; empty: the best one
  bool validation = false;  ///< validation and synchronization validation, beside the environment's
  const SurfaceRequest* surface = nullptr;  ///< null: nothing is shown
};

class Device {
 public:
  /// Errors: no driver, no such or no fit device, out of memory; each names what to do.
  static Result<std::unique_ptr<Device>> make(const DeviceOptions& options);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const DeviceInfo& info() const { return candidate_.info; }
  /// A better device that should have drawn but could not be opened, and why; empty: none.
  const std::string& passed_over() const { return passed_over_; }
  const VkPhysicalDeviceLimits& limits() const { return limits_; }
  VkDevice handle() const { return handle_; }
  VkPhysicalDevice physical() const { return candidate_.handle; }
  VkQueue queue() const { return queue_; }
  std::uint32_t queue_family() const { return candidate_.queue_family; }
  VkSurfaceKHR surface() const { return instance_.surface(); }
  /// Makes the window's surface anew. Nothing may be being recorded, and whatever was made from the
  /// old surface must have been let go of.
  Result<void> renew_surface();

  /// Whether images of this format, with optimal tiling, can be used in all these ways.
  bool supports(VkFormat format, VkFormatFeatureFlags features) const;
  /// A memory type among `type_bits` that has all `required` properties, and the `preferred` ones
  /// where there is such a type.
  std::optional<std::uint32_t> memory_type(std::uint32_t type_bits, VkMemoryPropertyFlags required,
                                           VkMemoryPropertyFlags preferred) const;
  /// Names an object for validation messages and graphics debuggers.
  void set_name(VkObjectType type, std::uint64_t object, const std::string& name) const;

  /// Submits; the timeline will reach the returned value when the GPU is done. `wait` and `signal`
  /// are binary semaphores of a swapchain, or null. Error: the device was lost.
  Result<std::uint64_t> submit(VkCommandBuffer commands, VkSemaphore wait, VkSemaphore signal);
  /// The value the next submission will get.
  std::uint64_t next_submission() const { return submitted_ + 1; }
  /// The value up to which the GPU is done.
  std::uint64_t completed() const;
  Result<void> wait(std::uint64_t submission) const;

  /// Destroys `object` once the next submission, which may still use it, is done.
  using Destroy = void (*)(VkDevice, std::uint64_t object);
  void retire(Destroy destroy, std::uint64_t object);
  /// Frees what the GPU no longer uses.
  void free_retired();
  void wait_idle() const;

  PFN_vkCmdPushDescriptorSetKHR push_descriptors = nullptr;

 private:
  Device(Instance instance, Candidate candidate, VkDevice handle);
  Result<void> begin();

  struct Retired {
    std::uint64_t after;
    Destroy destroy;
    std::uint64_t object;
  };
  Instance instance_;
  Candidate candidate_;
  std::string passed_over_;
  VkPhysicalDeviceLimits limits_{};
  VkPhysicalDeviceMemoryProperties memory_{};
  VkDevice handle_ = VK_NULL_HANDLE;
  VkQueue queue_ = VK_NULL_HANDLE;
  PFN_vkSetDebugUtilsObjectNameEXT set_name_ = nullptr;
  VkSemaphore timeline_ = VK_NULL_HANDLE;
  std::uint64_t submitted_ = 0;
  std::deque<Retired> retired_;
};

}  // namespace lv::gpu
