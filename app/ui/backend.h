// Dear ImGui on our device: our input events in, its triangles onto the Target. The stock Vulkan
// backend of 1.86 cannot draw users' textures and wants a render pass. Main thread only; one at a
// time, as it owns ImGui's context.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "app/input.h"
#include "engine/core/extent.h"
#include "engine/gpu/pipeline.h"
#include "engine/gpu/target.h"
#include "engine/gpu/upload.h"

namespace lv::ui {

/// A picture for ImGui::Image(); goes into an ImTextureID.
using PictureId = std::uint32_t;

class Backend {
 public:
  /// Errors: no font on this machine; out of memory.
  static Result<std::unique_ptr<Backend>> make(gpu::Device& device, double content_scale);
  ~Backend();

  /// Text of 16 × scale pixels and everything else to fit. Between frames only.
  Result<void> set_scale(double content_scale);

  /// A picture of RGBA bytes without gaps (4 * width * height), to be drawn from the next record().
  Result<PictureId> add_picture(ExtentPx size, std::vector<std::uint8_t> rgba);
  /// Replaces a part of it.
  void update_picture(PictureId id, const RectPx& part, std::vector<std::uint8_t> rgba);
  void remove_picture(PictureId id);

  /// Starts ImGui's frame: what is drawn until record() is in Target pixels. `step_s`: seconds
  /// since the last frame.
  void begin(ExtentPx size, double step_s, std::span<const InputEvent> events);
  /// Ends ImGui's frame and draws it over what the target has.
  void record(gpu::Frame& frame, gpu::Target& target);

 private:
  struct Waiting {
    PictureId picture;
    std::vector<std::uint8_t> rgba;
    gpu::Upload upload;
  };
  explicit Backend(gpu::Device& device) : device_(device) {}

  gpu::Device& device_;
  gpu::Pipeline pipeline_;
  gpu::Owned<VkSampler> sampler_;
  std::map<PictureId, gpu::Image> pictures_;
  std::vector<Waiting> waiting_;
  PictureId last_id_ = 0;
};

}  // namespace lv::ui
