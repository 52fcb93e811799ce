#include "engine/render/volume_texture.h"

#include <algorithm>
#include <utility>

#include "engine/system/memory.h"
#include "shaders/shared/pane.h"

namespace lv {
namespace {

constexpr VkFormatFeatureFlags filtered_use = VK_FORMAT_FEATURE_SAMPLED_IMAGE_BIT |
                                              VK_FORMAT_FEATURE_SAMPLED_IMAGE_FILTER_LINEAR_BIT |
                                              VK_FORMAT_FEATURE_TRANSFER_DST_BIT;

std::vector<float> converted_to_float(const std::vector<std::uint16_t>& samples) {
  std::vector<float> texels(samples.size());
  std::ranges::transform(samples, texels.begin(), [](std::uint16_t sample) {
    return static_cast<float>(sample) / 65535.0F;
  });
  return texels;
}

Result<void> check_places(const Geometry& geometry) {
  if (geometry.slice_coordinates.size() <= shared::most_places) return {};
  return Error{ErrorCode::unsupported, "this scan has " + std::to_string(geometry.size.z) +
                                           " pictures at uneven distances; longview can show " +
                                           std::to_string(shared::most_places) + " at most"};
}

}  // namespace

VolumeTexture::VolumeTexture(VolumePtr volume, gpu::Image image, std::vector<float> converted)
    : volume_(without_samples(*volume)),
      waiting_(std::move(volume)),
      image_(std::move(image)),
      converted_(std::move(converted)),
      upload_(converted_.empty() ? std::as_bytes(std::span(waiting_->samples))
                                 : std::as_bytes(std::span(converted_)),
              converted_.empty() ? sizeof(std::uint16_t) : sizeof(float), {}, image_.extent) {}

Result<VolumeTexture> VolumeTexture::make(gpu::Device& device, VolumePtr volume, Format format) {
  LV_TRY(check_places(volume->geometry));
  const bool filters = device.supports(VK_FORMAT_R16_UNORM, filtered_use);
  const bool floating = format == Format::floating || !filters;
  const ivec3 size = volume->geometry.size;
  LV_ASSIGN(gpu::Image image,
            gpu::make_image(
                device,
                {.name = "volume",
                 .type = VK_IMAGE_TYPE_3D,
                 .format = floating ? VK_FORMAT_R32_SFLOAT : VK_FORMAT_R16_UNORM,
                 .extent = {static_cast<std::uint32_t>(size.x), static_cast<std::uint32_t>(size.y),
                            static_cast<std::uint32_t>(size.z)},
                 .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT}));
  std::vector<float> converted;
  if (floating) converted = converted_to_float(volume->samples);
  return VolumeTexture(std::move(volume), std::move(image), std::move(converted));
}

void VolumeTexture::upload(gpu::Frame& frame, std::size_t& budget_bytes) {
  const std::span<const std::byte> copied = upload_.record(frame, image_, budget_bytes);
  if (converted_.empty() && waiting_.use_count() == 1) give_back(copied);
  if (!ready()) return;
  converted_ = {};
  waiting_.reset();
}

}  // namespace lv
