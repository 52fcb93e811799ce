#include "engine/gpu/instance.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "engine/core/log.h"
#include "engine/system/advice.h"
#include "engine/system/shared_library.h"

#ifdef __SANITIZE_ADDRESS__
// LeakSanitizer can tell that a driver's memory is the driver's only while it is loaded.
extern "C" int dlclose(void*) noexcept {
  return 0;
}
#endif

namespace lv::gpu {
namespace {

constexpr const char* validation_layer = "VK_LAYER_KHRONOS_validation";
std::atomic<int> message_count = 0;

VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT,
                                          VkDebugUtilsMessageTypeFlagsEXT,
                                          const VkDebugUtilsMessengerCallbackDataEXT* data, void*) {
  ++message_count;
  log::error("gpu", data->pMessage);
  return VK_FALSE;
}

// The loader's own remarks about other drivers are not ours to answer for.
constexpr VkDebugUtilsMessengerCreateInfoEXT messenger_info{
    .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
    .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                       VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
    .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT |
                   VK_DEBUG_UTILS_MESSAGE_TYPE_PERFORMANCE_BIT_EXT,
    .pfnUserCallback = on_message,
};

bool validation_installed() {
  std::uint32_t count = 0;
  vkEnumerateInstanceLayerProperties(&count, nullptr);
  std::vector<VkLayerProperties> layers(count);
  vkEnumerateInstanceLayerProperties(&count, layers.data());
  return std::ranges::any_of(layers, [](const VkLayerProperties& layer) {
    return std::strcmp(layer.layerName, validation_layer) == 0;
  });
}

template <class Function>
Function function_of(VkInstance instance, const char* name) {
  return reinterpret_cast<Function>(vkGetInstanceProcAddr(instance, name));
}

}  // namespace

int validation_messages() {
  return message_count;
}

bool validation_in_environment() {
  const char* value = std::getenv("LONGVIEW_VALIDATION");
  return value && std::strcmp(value, "1") == 0;
}

Error no_driver() {
  return {ErrorCode::unavailable, std::string("there is no Vulkan driver: ") + vulkan_advice};
}

Result<void> checked(VkResult result, const char* doing) {
  const std::string place = std::string("while ") + doing;
  switch (result) {
    case VK_SUCCESS:
      return {};
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      return Error{ErrorCode::unavailable,
                   "the graphics device has no memory left; close other programs or show fewer "
                   "dates at once",
                   place};
    case VK_ERROR_DEVICE_LOST:
      return Error{ErrorCode::unavailable,
                   "the graphics device stopped working; start longview again", place};
    case VK_ERROR_SURFACE_LOST_KHR:
      return Error{ErrorCode::unavailable, "the screen no longer takes pictures for the window",
                   place};
    default:
      return Error{ErrorCode::unavailable,
                   "the graphics driver refused (Vulkan result " + std::to_string(result) +
                       "); a newer driver may help",
                   place};
  }
}

Result<Instance> Instance::make(const SurfaceRequest* surface, bool validation) {
  Instance instance;
  LV_TRY(instance.create(surface, validation));
  return instance;
}

Result<void> Instance::create(const SurfaceRequest* surface, bool validation) {
  if (!vulkan_can_be_called()) return no_driver();
  if (validation && !validation_installed()) {
    return Error{ErrorCode::unavailable,
                 std::string("Vulkan's validation layer is not installed: ") + validation_advice};
  }
  const VkApplicationInfo application{.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                      .pApplicationName = "longview",
                                      .apiVersion = VK_API_VERSION_1_3};
  std::vector<const char*> extensions;
  if (surface) extensions = surface->instance_extensions;
  if (validation) extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);

  constexpr VkValidationFeatureEnableEXT synchronization =
      VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
  const VkValidationFeaturesEXT features{.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
                                         .pNext = &messenger_info,
                                         .enabledValidationFeatureCount = 1,
                                         .pEnabledValidationFeatures = &synchronization};
  const VkInstanceCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
      .pNext = validation ? &features : nullptr,
      .pApplicationInfo = &application,
      .enabledLayerCount = validation ? 1U : 0U,
      .ppEnabledLayerNames = &validation_layer,
      .enabledExtensionCount = static_cast<std::uint32_t>(extensions.size()),
      .ppEnabledExtensionNames = extensions.data(),
  };
  const VkResult result = vkCreateInstance(&info, nullptr, &handle_);
  if (result == VK_ERROR_INCOMPATIBLE_DRIVER) {
    return no_driver();
  }
  LV_VK_TRY(result, "starting Vulkan");
  if (validation) {
    const auto make =
        function_of<PFN_vkCreateDebugUtilsMessengerEXT>(handle_, "vkCreateDebugUtilsMessengerEXT");
    LV_VK_TRY(make(handle_, &messenger_info, nullptr, &messenger_), "starting validation");
  }
  if (!surface) return {};
  make_surface_ = surface->make;
  return renew_surface();
}

Result<void> Instance::renew_surface() {
  if (surface_) vkDestroySurfaceKHR(handle_, std::exchange(surface_, VK_NULL_HANDLE), nullptr);
  return checked(make_surface_(handle_, &surface_), "opening the window");
}

Instance::Instance(Instance&& other) noexcept
    : handle_(std::exchange(other.handle_, VK_NULL_HANDLE)),
      messenger_(std::exchange(other.messenger_, VK_NULL_HANDLE)),
      surface_(std::exchange(other.surface_, VK_NULL_HANDLE)),
      make_surface_(std::move(other.make_surface_)) {}

Instance::~Instance() {
  if (!handle_) return;
  if (surface_) vkDestroySurfaceKHR(handle_, surface_, nullptr);
  if (messenger_) {
    function_of<PFN_vkDestroyDebugUtilsMessengerEXT>(handle_, "vkDestroyDebugUtilsMessengerEXT")(
        handle_, messenger_, nullptr);
  }
  vkDestroyInstance(handle_, nullptr);
}

}  // namespace lv::gpu
