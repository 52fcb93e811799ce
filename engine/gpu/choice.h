// Chooses the Vulkan device that draws: a real card before a software one. For each device that
// cannot be used there is a reason.
#pragma once

#include <vulkan/vulkan.h>

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace lv::gpu {

/// Best first.
enum class DeviceKind { discrete, integrated, virtual_machine, other, software };

struct DeviceInfo {
  std::string name;
  std::string driver;  ///< name and version
  DeviceKind kind = DeviceKind::other;
  std::array<std::uint8_t, 16> uuid{};  ///< the same as CUDA's for the same card
  std::string rejected;                 ///< why longview cannot use it; empty: it can
};

/// A device with what is needed to open it.
struct Candidate {
  VkPhysicalDevice handle = VK_NULL_HANDLE;
  std::uint32_t queue_family = 0;  ///< graphics, and showing where there is a surface
  DeviceInfo info;
};

/// Every device of the instance, usable or not, in the loader's order. `surface` may be null.
Result<std::vector<Candidate>> find_devices(VkInstance instance, VkSurfaceKHR surface);

/// Index of the best usable device whose name contains `name`, in any case (an empty name fits
/// all); of equals the first. The error lists the devices that there are and why each will not do.
Result<std::size_t> choose_device(std::span<const DeviceInfo> devices, std::string_view name);

/// Chooses a device and opens it. Where `open` fails, the device is rejected with that reason and
/// the next best is tried. Errors: those of choose_device(); that of `open`, for a single device.
Result<std::size_t> open_best_device(std::span<DeviceInfo> devices, std::string_view name,
                                     const std::function<Result<void>(std::size_t)>& open);

/// For `doctor`: every device of this machine. Error: there is no Vulkan driver.
Result<std::vector<DeviceInfo>> list_devices();

}  // namespace lv::gpu
