// A Vulkan layer between longview and the real driver, which fails where the environment says so:
//   LV_FAIL_SUBMIT=n   the n-th submission and all after it: the device is lost
//   LV_FAIL_AFTER=FILE counts submissions only once this file is there
//   LV_FAIL_DEVICES=n  the first n devices cannot be opened
//   LV_FAIL_MEMORY=n   there is no memory for the n-th allocation
//   LV_FAIL_SWAPCHAIN=n   nor for the pictures of the n-th swapchain
//   LV_FAIL_FUNCTION=NAME  the device has no such function
//   LV_FAIL_ACQUIRE=n, LV_FAIL_PRESENT=n, LV_FAIL_CAPABILITIES=n  the window's surface is lost at
//   the n-th of these calls, and with LV_FAIL_LASTING=1 at all after it
#include <sys/stat.h>
#include <vulkan/vk_layer.h>
#include <vulkan/vulkan.h>

#include <atomic>
#include <cstdlib>
#include <cstring>

namespace {

VkInstance the_instance = VK_NULL_HANDLE;
PFN_vkGetInstanceProcAddr next_instance_function = nullptr;
PFN_vkGetDeviceProcAddr next_device_function = nullptr;
PFN_vkQueueSubmit2 next_submit = nullptr;
PFN_vkAllocateMemory next_allocate = nullptr;
PFN_vkCreateSwapchainKHR next_swapchain = nullptr;
PFN_vkAcquireNextImageKHR next_acquire = nullptr;
PFN_vkQueuePresentKHR next_present = nullptr;
PFN_vkGetPhysicalDeviceSurfaceCapabilitiesKHR next_capabilities = nullptr;
std::atomic<int> submissions = 0, devices = 0, allocations = 0, swapchains = 0, acquired = 0,
                 presented = 0, asked = 0;

int number_in_environment(const char* name) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::atoi(text) : 0;
}

/// Whether this is the call that shall fail.
bool is_the_one(const char* name, std::atomic<int>& calls) {
  return ++calls == number_in_environment(name);
}

bool counts() {
  const char* const file = std::getenv("LV_FAIL_AFTER");
  struct stat there {};
  return file == nullptr || stat(file, &there) == 0;
}

/// The loader's word about the next layer, which each layer takes from the chain.
template <class Info>
Info* link_in(const void* chain, VkStructureType type) {
  auto* info = static_cast<Info*>(const_cast<void*>(chain));
  while (info != nullptr && (info->sType != type || info->function != VK_LAYER_LINK_INFO)) {
    info = static_cast<Info*>(const_cast<void*>(info->pNext));
  }
  return info;
}

VKAPI_ATTR VkResult VKAPI_CALL create_instance(const VkInstanceCreateInfo* wanted,
                                               const VkAllocationCallbacks* allocator,
                                               VkInstance* instance) {
  auto* const link = link_in<VkLayerInstanceCreateInfo>(
      wanted->pNext, VK_STRUCTURE_TYPE_LOADER_INSTANCE_CREATE_INFO);
  next_instance_function = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  link->u.pLayerInfo = link->u.pLayerInfo->pNext;
  const auto create = reinterpret_cast<PFN_vkCreateInstance>(
      next_instance_function(VK_NULL_HANDLE, "vkCreateInstance"));
  const VkResult made = create(wanted, allocator, instance);
  if (made != VK_SUCCESS) return made;
  the_instance = *instance;
  // Asked for later, it would be this layer's own.
  next_capabilities = reinterpret_cast<PFN_vkGetPhysicalDeviceSurfaceCapabilitiesKHR>(
      next_instance_function(the_instance, "vkGetPhysicalDeviceSurfaceCapabilitiesKHR"));
  return made;
}

VKAPI_ATTR VkResult VKAPI_CALL create_device(VkPhysicalDevice physical,
                                             const VkDeviceCreateInfo* wanted,
                                             const VkAllocationCallbacks* allocator,
                                             VkDevice* device) {
  if (devices++ < number_in_environment("LV_FAIL_DEVICES")) return VK_ERROR_INITIALIZATION_FAILED;
  auto* const link =
      link_in<VkLayerDeviceCreateInfo>(wanted->pNext, VK_STRUCTURE_TYPE_LOADER_DEVICE_CREATE_INFO);
  const auto instance_function = link->u.pLayerInfo->pfnNextGetInstanceProcAddr;
  next_device_function = link->u.pLayerInfo->pfnNextGetDeviceProcAddr;
  link->u.pLayerInfo = link->u.pLayerInfo->pNext;
  const auto create =
      reinterpret_cast<PFN_vkCreateDevice>(instance_function(the_instance, "vkCreateDevice"));
  const VkResult made = create(physical, wanted, allocator, device);
  if (made == VK_SUCCESS) {
    next_allocate =
        reinterpret_cast<PFN_vkAllocateMemory>(next_device_function(*device, "vkAllocateMemory"));
    next_submit =
        reinterpret_cast<PFN_vkQueueSubmit2>(next_device_function(*device, "vkQueueSubmit2"));
    next_swapchain = reinterpret_cast<PFN_vkCreateSwapchainKHR>(
        next_device_function(*device, "vkCreateSwapchainKHR"));
    next_acquire = reinterpret_cast<PFN_vkAcquireNextImageKHR>(
        next_device_function(*device, "vkAcquireNextImageKHR"));
    next_present =
        reinterpret_cast<PFN_vkQueuePresentKHR>(next_device_function(*device, "vkQueuePresentKHR"));
  }
  return made;
}

VKAPI_ATTR VkResult VKAPI_CALL submit(VkQueue queue, std::uint32_t count,
                                      const VkSubmitInfo2* infos, VkFence fence) {
  const int failing = number_in_environment("LV_FAIL_SUBMIT");
  if (failing > 0 && counts() && ++submissions >= failing) return VK_ERROR_DEVICE_LOST;
  return next_submit(queue, count, infos, fence);
}

VKAPI_ATTR VkResult VKAPI_CALL allocate(VkDevice device, const VkMemoryAllocateInfo* wanted,
                                        const VkAllocationCallbacks* allocator,
                                        VkDeviceMemory* memory) {
  if (is_the_one("LV_FAIL_MEMORY", allocations)) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
  return next_allocate(device, wanted, allocator, memory);
}

VKAPI_ATTR VkResult VKAPI_CALL swapchain(VkDevice device, const VkSwapchainCreateInfoKHR* wanted,
                                         const VkAllocationCallbacks* allocator,
                                         VkSwapchainKHR* made) {
  if (is_the_one("LV_FAIL_SWAPCHAIN", swapchains)) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
  return next_swapchain(device, wanted, allocator, made);
}

bool surface_is_lost(const char* name, std::atomic<int>& calls) {
  const int failing = number_in_environment(name);
  const int call = ++calls;
  return failing > 0 &&
         (call == failing || (call > failing && number_in_environment("LV_FAIL_LASTING") > 0));
}

VKAPI_ATTR VkResult VKAPI_CALL acquire(VkDevice device, VkSwapchainKHR swapchain,
                                       std::uint64_t timeout, VkSemaphore semaphore, VkFence fence,
                                       std::uint32_t* index) {
  if (surface_is_lost("LV_FAIL_ACQUIRE", acquired)) return VK_ERROR_SURFACE_LOST_KHR;
  return next_acquire(device, swapchain, timeout, semaphore, fence, index);
}

VKAPI_ATTR VkResult VKAPI_CALL present(VkQueue queue, const VkPresentInfoKHR* info) {
  const VkResult shown = next_present(queue, info);  // it waits for the semaphores in any case
  return surface_is_lost("LV_FAIL_PRESENT", presented) ? VK_ERROR_SURFACE_LOST_KHR : shown;
}

VKAPI_ATTR VkResult VKAPI_CALL capabilities(VkPhysicalDevice device, VkSurfaceKHR surface,
                                            VkSurfaceCapabilitiesKHR* answer) {
  if (surface_is_lost("LV_FAIL_CAPABILITIES", asked)) return VK_ERROR_SURFACE_LOST_KHR;
  return next_capabilities(device, surface, answer);
}

PFN_vkVoidFunction VKAPI_CALL device_function(VkDevice device, const char* name) {
  const auto is = [&](const char* other) { return other && std::strcmp(name, other) == 0; };
  if (is(std::getenv("LV_FAIL_FUNCTION"))) return nullptr;
  if (is("vkQueueSubmit2")) return reinterpret_cast<PFN_vkVoidFunction>(submit);
  if (is("vkAllocateMemory")) return reinterpret_cast<PFN_vkVoidFunction>(allocate);
  if (is("vkCreateSwapchainKHR")) return reinterpret_cast<PFN_vkVoidFunction>(swapchain);
  if (is("vkAcquireNextImageKHR")) return reinterpret_cast<PFN_vkVoidFunction>(acquire);
  if (is("vkQueuePresentKHR")) return reinterpret_cast<PFN_vkVoidFunction>(present);
  return next_device_function(device, name);
}

PFN_vkVoidFunction VKAPI_CALL instance_function(VkInstance instance, const char* name) {
  const auto is = [&](const char* other) { return std::strcmp(name, other) == 0; };
  if (is("vkCreateInstance")) return reinterpret_cast<PFN_vkVoidFunction>(create_instance);
  if (is("vkCreateDevice")) return reinterpret_cast<PFN_vkVoidFunction>(create_device);
  if (is("vkQueueSubmit2")) return reinterpret_cast<PFN_vkVoidFunction>(submit);
  if (is("vkGetPhysicalDeviceSurfaceCapabilitiesKHR")) {
    return reinterpret_cast<PFN_vkVoidFunction>(capabilities);
  }
  return next_instance_function(instance, name);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) VkResult vkNegotiateLoaderLayerInterfaceVersion(
    VkNegotiateLayerInterface* interface) {
  interface->loaderLayerInterfaceVersion = 2;
  interface->pfnGetInstanceProcAddr = instance_function;
  interface->pfnGetDeviceProcAddr = device_function;
  interface->pfnGetPhysicalDeviceProcAddr = nullptr;
  return VK_SUCCESS;
}
