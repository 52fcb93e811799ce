// Draws a FrameInput to a Target: same input, same pixels. Main thread only.
#pragma once

#include <cstddef>
#include <map>
#include <memory>

#include "engine/gpu/pipeline.h"
#include "engine/gpu/target.h"
#include "engine/render/cuts.h"
#include "engine/render/view.h"
#include "engine/render/volume_texture.h"

namespace lv {

class Renderer {
 public:
  /// Errors: out of memory; a driver that refuses our shaders.
  static Result<std::unique_ptr<Renderer>> make(
      gpu::Device& device, VolumeTexture::Format format = VolumeTexture::Format::best);

  /// Takes a volume in; it can be drawn once it is ready(). Errors: see VolumeTexture::make.
  Result<VolumeId> add(VolumePtr volume);
  /// Frees it as soon as no frame in flight uses it.
  void remove(VolumeId id);
  /// All of it is on the device, or will be when the recorded frame runs.
  bool ready(VolumeId id) const;
  /// Copies at most `budget_bytes` of what is waiting, oldest volume first. True: all are ready.
  bool upload(gpu::Frame& frame, std::size_t budget_bytes);

  /// Clears the target and draws the panes. The target has the input's size; each volume named is
  /// ready().
  void record(gpu::Frame& frame, gpu::Target& target, const FrameInput& input);

 private:
  Renderer(gpu::Device& device, VolumeTexture::Format format) : device_(device), format_(format) {}
  /// The cut of each layer. Null: the layer has no volume, or there is no room for its cut.
  using LayerCuts = std::array<const gpu::Image*, 2>;
  LayerCuts cuts_of(gpu::Frame& frame, const PaneInput& pane);
  void record_pane(gpu::Frame& frame, const FrameInput& input, const PaneInput& pane,
                   const LayerCuts& cuts);

  gpu::Device& device_;
  VolumeTexture::Format format_;
  gpu::Pipeline pipeline_;
  gpu::Owned<VkSampler> sampler_;
  std::optional<Cuts> cuts_;
  std::map<VolumeId, VolumeTexture> volumes_;
  VolumeId last_id_ = 0;
};

}  // namespace lv
