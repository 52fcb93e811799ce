#include "engine/gpu/device.h"

#include <vector>

#include "engine/core/assert.h"
#include "engine/core/log.h"

namespace lv::gpu {
namespace {

/// Drivers are there that name a version and lack some of its functions; calling one ends the
/// program.
Result<void> check_functions(VkDevice device) {
  for (const char* name :
       {"vkQueueSubmit2", "vkWaitSemaphores", "vkGetSemaphoreCounterValue", "vkCmdPipelineBarrier2",
        "vkCmdBeginRendering", "vkCmdEndRendering", "vkCmdPushDescriptorSetKHR"}) {
    if (!vkGetDeviceProcAddr(device, name)) {
      return Error{ErrorCode::unavailable, std::string("its driver lacks ") + name};
    }
  }
  return {};
}

Result<VkDevice> create_device(const Candidate& candidate, bool shows) {
  constexpr float priority = 1.0F;
  const VkDeviceQueueCreateInfo queue{.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                      .queueFamilyIndex = candidate.queue_family,
                                      .queueCount = 1,
                                      .pQueuePriorities = &priority};
  VkPhysicalDeviceVulkan12Features features_1_2{
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES, .timelineSemaphore = VK_TRUE};
  VkPhysicalDeviceVulkan13Features features_1_3{
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES,
      .pNext = &features_1_2,
      .shaderDemoteToHelperInvocation = VK_TRUE,  // glslc's `discard`; part of every Vulkan 1.3
      .synchronization2 = VK_TRUE,
      .dynamicRendering = VK_TRUE};
  std::vector<const char*> extensions = {VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME};
  if (shows) extensions.push_back(VK_KHR_SWAPCHAIN_EXTENSION_NAME);
  const VkDeviceCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
      .pNext = &features_1_3,
      .queueCreateInfoCount = 1,
      .pQueueCreateInfos = &queue,
      .enabledExtensionCount = static_cast<std::uint32_t>(extensions.size()),
      .ppEnabledExtensionNames = extensions.data()};
  VkDevice device = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateDevice(candidate.handle, &info, nullptr, &device),
            "opening the graphics device");
  if (Result<void> checked = check_functions(device); !checked) {
    vkDestroyDevice(device, nullptr);
    return checked.error();
  }
  return device;
}

}  // namespace

Result<std::unique_ptr<Device>> Device::make(const DeviceOptions& options) {
  const bool validation = options.validation || validation_in_environment();
  LV_ASSIGN(Instance instance, Instance::make(options.surface, validation));
  LV_ASSIGN(const auto candidates, find_devices(instance.handle(), instance.surface()));
  std::vector<DeviceInfo> infos;
  for (const Candidate& candidate : candidates) infos.push_back(candidate.info);
  VkDevice handle = VK_NULL_HANDLE;
  std::string passed_over;
  const auto open = [&](std::size_t d) -> Result<void> {
    auto made = create_device(candidates[d], options.surface != nullptr);
    if (made) handle = *made;
    if (!made) passed_over = infos[d].name + " cannot be opened (" + made.error().text() + ")";
    return made ? Result<void>() : made.error();
  };
  LV_ASSIGN(const std::size_t chosen, open_best_device(infos, options.name, open));

  std::unique_ptr<Device> device(new Device(std::move(instance), candidates[chosen], handle));
  LV_TRY(device->begin());
  device->passed_over_ = std::move(passed_over);
  if (!device->passed_over_.empty()) log::warning("gpu", device->passed_over_);
  log::info("gpu", device->info().name + ", " + device->info().driver);
  return device;
}

Device::Device(Instance instance, Candidate candidate, VkDevice handle)
    : instance_(std::move(instance)), candidate_(std::move(candidate)), handle_(handle) {
  VkPhysicalDeviceProperties properties;
  vkGetPhysicalDeviceProperties(candidate_.handle, &properties);
  limits_ = properties.limits;
  vkGetPhysicalDeviceMemoryProperties(candidate_.handle, &memory_);
}

Result<void> Device::begin() {
  vkGetDeviceQueue(handle_, candidate_.queue_family, 0, &queue_);
  push_descriptors = reinterpret_cast<PFN_vkCmdPushDescriptorSetKHR>(
      vkGetDeviceProcAddr(handle_, "vkCmdPushDescriptorSetKHR"));
  // Null where validation, and with it the extension, is off.
  set_name_ = reinterpret_cast<PFN_vkSetDebugUtilsObjectNameEXT>(
      vkGetDeviceProcAddr(handle_, "vkSetDebugUtilsObjectNameEXT"));
  const VkSemaphoreTypeCreateInfo timeline{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO,
                                           .semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE};
  const VkSemaphoreCreateInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO,
                                   .pNext = &timeline};
  LV_VK_TRY(vkCreateSemaphore(handle_, &info, nullptr, &timeline_), "opening the graphics device");
  set_name(VK_OBJECT_TYPE_SEMAPHORE, reinterpret_cast<std::uint64_t>(timeline_), "timeline");
  return {};
}

Device::~Device() {
  if (!handle_) return;
  wait_idle();
  for (const Retired& retired : retired_) retired.destroy(handle_, retired.object);
  vkDestroySemaphore(handle_, timeline_, nullptr);
  vkDestroyDevice(handle_, nullptr);
}

Result<void> Device::renew_surface() {
  wait_idle();
  // All that was retired is free now: also a swapchain, which must end before its surface.
  for (const Retired& retired : retired_) retired.destroy(handle_, retired.object);
  retired_.clear();
  return instance_.renew_surface();
}

bool Device::supports(VkFormat format, VkFormatFeatureFlags features) const {
  VkFormatProperties properties;
  vkGetPhysicalDeviceFormatProperties(physical(), format, &properties);
  return (properties.optimalTilingFeatures & features) == features;
}

std::optional<std::uint32_t> Device::memory_type(std::uint32_t type_bits,
                                                 VkMemoryPropertyFlags required,
                                                 VkMemoryPropertyFlags preferred) const {
  for (const VkMemoryPropertyFlags wanted : {required | preferred, required}) {
    for (std::uint32_t t = 0; t < memory_.memoryTypeCount; ++t) {
      const bool fits = (memory_.memoryTypes[t].propertyFlags & wanted) == wanted;
      if (fits && (type_bits & (1U << t))) return t;
    }
  }
  return std::nullopt;
}

void Device::set_name(VkObjectType type, std::uint64_t object, const std::string& name) const {
  if (!set_name_) return;
  const VkDebugUtilsObjectNameInfoEXT info{
      .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_OBJECT_NAME_INFO_EXT,
      .objectType = type,
      .objectHandle = object,
      .pObjectName = name.c_str()};
  set_name_(handle_, &info);
}

Result<std::uint64_t> Device::submit(VkCommandBuffer commands, VkSemaphore wait,
                                     VkSemaphore signal) {
  const VkCommandBufferSubmitInfo buffer{.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_SUBMIT_INFO,
                                         .commandBuffer = commands};
  const VkSemaphoreSubmitInfo waits{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                                    .semaphore = wait,
                                    .stageMask = VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT};
  const std::array<VkSemaphoreSubmitInfo, 2> signals = {
      VkSemaphoreSubmitInfo{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                            .semaphore = timeline_,
                            .value = next_submission(),
                            .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT},
      VkSemaphoreSubmitInfo{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SUBMIT_INFO,
                            .semaphore = signal,
                            .stageMask = VK_PIPELINE_STAGE_2_ALL_COMMANDS_BIT}};
  const VkSubmitInfo2 info{.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO_2,
                           .waitSemaphoreInfoCount = wait ? 1U : 0U,
                           .pWaitSemaphoreInfos = &waits,
                           .commandBufferInfoCount = 1,
                           .pCommandBufferInfos = &buffer,
                           .signalSemaphoreInfoCount = signal ? 2U : 1U,
                           .pSignalSemaphoreInfos = signals.data()};
  LV_VK_TRY(vkQueueSubmit2(queue_, 1, &info, VK_NULL_HANDLE), "drawing");
  return ++submitted_;
}

std::uint64_t Device::completed() const {
  std::uint64_t value = 0;
  // A lost device shows in wait() and submit(); nothing is freed meanwhile.
  return vkGetSemaphoreCounterValue(handle_, timeline_, &value) == VK_SUCCESS ? value : 0;
}

Result<void> Device::wait(std::uint64_t submission) const {
  LV_ASSERT(submission <= submitted_);
  const VkSemaphoreWaitInfo info{.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO,
                                 .semaphoreCount = 1,
                                 .pSemaphores = &timeline_,
                                 .pValues = &submission};
  return checked(vkWaitSemaphores(handle_, &info, forever), "drawing");
}

void Device::retire(Destroy destroy, std::uint64_t object) {
  retired_.push_back({next_submission(), destroy, object});
}

void Device::free_retired() {
  const std::uint64_t done = completed();
  for (; !retired_.empty() && retired_.front().after <= done; retired_.pop_front()) {
    retired_.front().destroy(handle_, retired_.front().object);
  }
}

void Device::wait_idle() const {
  // Fails only when the device is lost, and then there is nothing to wait for.
  static_cast<void>(vkDeviceWaitIdle(handle_));
}

}  // namespace lv::gpu
