#include "engine/gpu/choice.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "engine/core/lower_case.h"
#include "engine/gpu/instance.h"

namespace lv::gpu {
namespace {

DeviceKind kind_of(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
      return DeviceKind::discrete;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
      return DeviceKind::integrated;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU:
      return DeviceKind::virtual_machine;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
      return DeviceKind::software;
    default:
      return DeviceKind::other;
  }
}

std::optional<std::uint32_t> find_queue_family(VkPhysicalDevice device, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  for (std::uint32_t f = 0; f < count; ++f) {
    VkBool32 shows = VK_TRUE;
    if (surface && vkGetPhysicalDeviceSurfaceSupportKHR(device, f, surface, &shows) != VK_SUCCESS) {
      shows = VK_FALSE;
    }
    if (shows && (families[f].queueFlags & VK_QUEUE_GRAPHICS_BIT)) return f;
  }
  return std::nullopt;
}

bool has_extension(VkPhysicalDevice device, const char* name) {
  std::uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> extensions(count);
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, extensions.data());
  return std::ranges::any_of(extensions, [&](const VkExtensionProperties& extension) {
    return std::strcmp(extension.extensionName, name) == 0;
  });
}

/// Every Vulkan 1.3 has these. A loader that takes a driver for an older one answers for it, and
/// then says that there are none, whatever version the device names.
bool has_features(VkPhysicalDevice device) {
  VkPhysicalDeviceVulkan12Features features_1_2{
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_2_FEATURES};
  VkPhysicalDeviceVulkan13Features features_1_3{
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_VULKAN_1_3_FEATURES, .pNext = &features_1_2};
  VkPhysicalDeviceFeatures2 all{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
                                .pNext = &features_1_3};
  vkGetPhysicalDeviceFeatures2(device, &all);
  return features_1_2.timelineSemaphore && features_1_3.synchronization2 &&
         features_1_3.dynamicRendering && features_1_3.shaderDemoteToHelperInvocation;
}

std::string why_rejected(VkPhysicalDevice device, std::uint32_t version, bool has_queue,
                         bool shows) {
  if (version < VK_API_VERSION_1_3) {
    return "offers Vulkan " + std::to_string(VK_API_VERSION_MAJOR(version)) + "." +
           std::to_string(VK_API_VERSION_MINOR(version)) + "; longview needs 1.3";
  }
  if (!has_features(device)) return "its driver offers less than Vulkan 1.3, which longview needs";
  if (!has_queue) return shows ? "cannot show pictures in this window" : "cannot draw";
  if (!has_extension(device, VK_KHR_PUSH_DESCRIPTOR_EXTENSION_NAME)) {
    return "its driver lacks VK_KHR_push_descriptor";
  }
  if (shows && !has_extension(device, VK_KHR_SWAPCHAIN_EXTENSION_NAME)) {
    return "cannot show pictures in a window";
  }
  return "";
}

Candidate examine(VkPhysicalDevice device, VkSurfaceKHR surface) {
  VkPhysicalDeviceDriverProperties driver{.sType =
                                              VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
  VkPhysicalDeviceIDProperties id{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES,
                                  .pNext = &driver};
  VkPhysicalDeviceProperties2 all{.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                  .pNext = &id};
  vkGetPhysicalDeviceProperties2(device, &all);
  const VkPhysicalDeviceProperties& properties = all.properties;

  Candidate candidate{.handle = device};
  candidate.info.name = properties.deviceName;
  candidate.info.driver = std::string(driver.driverName) + " " + driver.driverInfo;
  candidate.info.kind = kind_of(properties.deviceType);
  std::ranges::copy(id.deviceUUID, candidate.info.uuid.begin());
  const auto family = find_queue_family(device, surface);
  candidate.queue_family = family.value_or(0);
  candidate.info.rejected =
      why_rejected(device, properties.apiVersion, family.has_value(), surface != VK_NULL_HANDLE);
  return candidate;
}

std::string listing(std::span<const DeviceInfo> devices) {
  std::string text;
  for (const DeviceInfo& device : devices) {
    text += (text.empty() ? "" : "; ") + device.name;
    if (!device.rejected.empty()) text += " (" + device.rejected + ")";
  }
  return text;
}

}  // namespace

Result<std::vector<Candidate>> find_devices(VkInstance instance, VkSurfaceKHR surface) {
  std::uint32_t count = 0;
  LV_VK_TRY(vkEnumeratePhysicalDevices(instance, &count, nullptr), "looking for graphics devices");
  std::vector<VkPhysicalDevice> devices(count);
  LV_VK_TRY(vkEnumeratePhysicalDevices(instance, &count, devices.data()),
            "looking for graphics devices");
  std::vector<Candidate> candidates;
  for (const VkPhysicalDevice device : devices) candidates.push_back(examine(device, surface));
  return candidates;
}

Result<std::size_t> choose_device(std::span<const DeviceInfo> devices, std::string_view name) {
  const std::string part = lower_case(std::string(name));
  std::optional<std::size_t> best;
  for (std::size_t d = 0; d < devices.size(); ++d) {
    const bool named = lower_case(devices[d].name).find(part) != std::string::npos;
    if (!named || !devices[d].rejected.empty()) continue;
    if (!best || devices[d].kind < devices[*best].kind) best = d;
  }
  if (best) return *best;
  const std::string wanted = name.empty() ? "no graphics device will do"
                                          : "no graphics device that will do has \"" +
                                                std::string(name) + "\" in its name";
  const std::string there = devices.empty() ? "there is none" : "there is " + listing(devices);
  return Error{name.empty() ? ErrorCode::unavailable : ErrorCode::not_found, wanted + ": " + there};
}

Result<std::size_t> open_best_device(std::span<DeviceInfo> devices, std::string_view name,
                                     const std::function<Result<void>(std::size_t)>& open) {
  while (true) {
    LV_ASSIGN(const std::size_t chosen, choose_device(devices, name));
    const Result<void> opened = open(chosen);
    if (opened) return chosen;
    if (devices.size() == 1) return opened.error();
    devices[chosen].rejected = "cannot be opened: " + opened.error().text();
  }
}

Result<std::vector<DeviceInfo>> list_devices() {
  LV_ASSIGN(const Instance instance, Instance::make(nullptr, false));
  LV_ASSIGN(const auto candidates, find_devices(instance.handle(), VK_NULL_HANDLE));
  std::vector<DeviceInfo> devices;
  for (const Candidate& candidate : candidates) devices.push_back(candidate.info);
  return devices;
}

}  // namespace lv::gpu
