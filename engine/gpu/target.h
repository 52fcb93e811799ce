// Target: the offscreen picture that everything is drawn to. A window shows a copy of it, a film
// and a test read it, so they all have the same pixels. 8-bit RGBA, UNORM: a grey value of a shader
// is the value on the screen.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/extent.h"
#include "engine/core/math.h"
#include "engine/gpu/frames.h"

namespace lv::gpu {

inline constexpr VkFormat target_format = VK_FORMAT_R8G8B8A8_UNORM;

struct Target {
  Image image;
  ExtentPx extent_px;
};
/// The longest side of a target that the device can draw to.
int most_target_px(const Device& device);
/// Errors: a side is 0 or longer than that; out of memory. `format`: what else
/// than a picture is drawn; it can then be sampled.
Result<Target> make_target(Device& device, ExtentPx extent, const std::string& name,
                           VkFormat format = target_format);

/// Starts drawing to the whole target; `clear` empty: over what is there. The viewport and scissors
/// cover the target.
void begin_drawing(VkCommandBuffer commands, Target& target, std::optional<vec4> clear);
void end_drawing(VkCommandBuffer commands);

/// A ring of host copies of a target, or of a part of it, for films: the copy of one frame is read
/// while later frames are drawn. Main thread only; the pixels of a taken slot may be read by any
/// thread.
class Readback {
 public:
  static Result<Readback> make(Device& device, ExtentPx extent, int slots);

  /// Records the copy into a free slot, of the part that begins at (x, y). False: all are in use,
  /// nothing was recorded.
  bool record(Frame& frame, Target& target, int x_px = 0, int y_px = 0);
  /// The oldest copy not yet taken, once the GPU has made it; `wait` for it. Empty: none is (yet)
  /// there. Error: the device was lost.
  Result<std::optional<int>> take(bool wait);
  /// Rows of RGBA bytes from the top, without gaps; until release().
  std::span<const std::uint8_t> pixels(int slot) const;
  void release(int slot);

 private:
  enum class State { free, recorded, taken };
  struct Slot {
    Buffer buffer;
    State state = State::free;
    std::uint64_t submission = 0;
  };
  explicit Readback(Device& device, ExtentPx extent) : device_(&device), extent_(extent) {}

  Device* device_;
  ExtentPx extent_;
  std::vector<Slot> slots_;
};

}  // namespace lv::gpu
