// Cuts: pictures of a plane through one volume, drawn once and kept. While a plane does not move,
// whatever is done with it (fade, window, swipe) costs no look into the volume. Main thread only.
#pragma once

#include <list>

#include "engine/gpu/pipeline.h"
#include "engine/gpu/target.h"
#include "engine/render/view.h"
#include "engine/render/volume_texture.h"
#include "shaders/shared/bend.h"

namespace lv {

class Cuts {
 public:
  /// Errors: out of memory; a driver that refuses our shaders.
  static Result<Cuts> make(gpu::Device& device);

  /// From here on, cuts that only earlier frames have used may be replaced where room is needed.
  void begin_frame() { ++frame_; }
  /// The cut of the pane's plane through a layer, of the pane's size: samples 0..1, or not_scanned.
  /// A cut that is not kept is drawn, which must not happen while another target is being drawn to.
  /// It stays until the frame is recorded. Null: there is no room for it.
  const gpu::Image* cut(gpu::Frame& frame, const PaneInput& pane, const LayerInput& layer,
                        const VolumeTexture& volume);
  /// Forgets the cuts of a volume that is gone.
  void forget(VolumeId volume);

 private:
  struct Kept {
    VolumeId volume = 0;
    shared::CutData data;
    shared::PaneBends bend;
    gpu::Target target;
    std::uint64_t last_frame = 0;
  };
  Cuts(gpu::Device& device) : device_(&device) {}
  Kept* room_for(ExtentPx extent);
  void draw(gpu::Frame& frame, Kept& kept, const VolumeTexture& volume);

  gpu::Device* device_;
  gpu::Pipeline pipeline_;
  gpu::Owned<VkSampler> sampler_;
  std::list<Kept> kept_;  // the one used last comes first
  std::uint64_t frame_ = 0;
};

}  // namespace lv
