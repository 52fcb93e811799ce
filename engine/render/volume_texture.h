// A Volume as a 3D texture of 16-bit texels, filled over as many frames as the budget takes. Its
// samples are held only until then; where nobody else holds them, their memory is given back while
// they are on their way.
#pragma once

#include <vector>

#include "engine/gpu/upload.h"
#include "engine/volume/volume.h"

namespace lv {

class VolumeTexture {
 public:
  enum class Format {
    best,  ///< R16_UNORM: a sample is exact, interpolated by the device where that is all it takes
    /// R32_SFLOAT: for devices without linear filtering of the former; the shader interpolates
    floating,
  };
  /// Errors: a side longer than the device's 3D images; more slices at irregular places than the
  /// shader takes; out of memory.
  static Result<VolumeTexture> make(gpu::Device& device, VolumePtr volume,
                                    Format format = Format::best);

  /// Without samples.
  const Volume& volume() const { return *volume_; }
  const gpu::Image& image() const { return image_; }
  /// The device interpolates linearly by itself.
  bool filtered() const { return image_.format == VK_FORMAT_R16_UNORM; }
  bool ready() const { return upload_.done(); }
  void upload(gpu::Frame& frame, std::size_t& budget_bytes);

 private:
  VolumeTexture(VolumePtr volume, gpu::Image image, std::vector<float> converted);

  VolumePtr volume_;
  VolumePtr waiting_;  // holds the samples that are not uploaded yet
  gpu::Image image_;
  std::vector<float> converted_;  // the same for Format::floating
  gpu::Upload upload_;
};

}  // namespace lv
