// The Vulkan instance (1.3), which also collects validation messages. It knows nothing of window
// systems: who owns a window hands in a SurfaceRequest.
#pragma once

#include <vulkan/vulkan.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace lv::gpu {

/// What a window system needs of Vulkan. `make` is called with the instance, and again whenever the
/// surface is lost.
struct SurfaceRequest {
  std::vector<const char*> instance_extensions;
  std::function<VkResult(VkInstance, VkSurfaceKHR*)> make;
};

/// Owns the instance, its debug messenger and, where one was asked for, the window's surface.
class Instance {
 public:
  /// `surface` null: nothing will be shown. Errors: no Vulkan driver (says what to install);
  /// validation wanted but not installed; the window system refuses a surface.
  static Result<Instance> make(const SurfaceRequest* surface, bool validation);

  Instance(Instance&& other) noexcept;
  Instance& operator=(Instance&&) = delete;
  ~Instance();

  VkInstance handle() const { return handle_; }
  VkSurfaceKHR surface() const { return surface_; }
  /// Makes the surface anew. Nothing that was made from the old one may be left.
  Result<void> renew_surface();

 private:
  Instance() = default;
  Result<void> create(const SurfaceRequest* surface, bool validation);

  VkInstance handle_ = VK_NULL_HANDLE;
  VkDebugUtilsMessengerEXT messenger_ = VK_NULL_HANDLE;
  VkSurfaceKHR surface_ = VK_NULL_HANDLE;
  std::function<VkResult(VkInstance, VkSurfaceKHR*)> make_surface_;
};

/// Messages of the validation layer since the program started; each one is also in the log. Tests
/// fail unless this stays 0.
int validation_messages();

/// The environment asks for validation: LONGVIEW_VALIDATION=1.
bool validation_in_environment();

/// There is no Vulkan here, and how a user gets it.
Error no_driver();

/// VK_SUCCESS, or why not, in a sentence; `doing` completes "while …".
Result<void> checked(VkResult result, const char* doing);

}  // namespace lv::gpu

/// Hands a failed Vulkan call to the caller as an Error.
#define LV_VK_TRY(call, doing) LV_TRY(::lv::gpu::checked((call), (doing)))
