#include "engine/render/cuts.h"

#include <algorithm>
#include <cstring>

#include "engine/gpu/told.h"
#include "engine/render/pane_data.h"
#include "shaders/shared/spirv.h"

namespace lv {
namespace {

constexpr VkFormat cut_format = VK_FORMAT_R32G32_SFLOAT;
// Sixteen of a whole screen of 1920 x 1080: every date of a row that is played.
constexpr std::size_t most_kept_bytes = std::size_t{256} << 20;

std::size_t bytes_of(ExtentPx extent) {
  return 2 * sizeof(float) * static_cast<std::size_t>(extent.width) *
         static_cast<std::size_t>(extent.height);
}

}  // namespace

Result<Cuts> Cuts::make(gpu::Device& device) {
  Cuts cuts(device);
  LV_ASSIGN(cuts.pipeline_,
            gpu::make_pipeline(device, {.name = "cut",
                                        .vertex = shaders::pane_vert(),
                                        .fragment = shaders::cut_frag(),
                                        .bindings = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                                     VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                                                     VK_DESCRIPTOR_TYPE_STORAGE_BUFFER},
                                        .format = cut_format}));
  LV_ASSIGN(cuts.sampler_, gpu::make_sampler(device, "volume of a cut"));
  return cuts;
}

const gpu::Image* Cuts::cut(gpu::Frame& frame, const PaneInput& pane, const LayerInput& layer,
                            const VolumeTexture& volume) {
  const ExtentPx extent = pane.rect_px.extent();
  if (extent.width <= 0 || extent.height <= 0) return nullptr;
  const shared::CutData data = cut_data(pane, layer, volume.volume(), volume.filtered());
  const shared::PaneBends bend = cut_bend(pane, layer, volume.volume());
  const auto found = std::ranges::find_if(kept_, [&](const Kept& kept) {
    return kept.volume == layer.volume && kept.target.extent_px == extent &&
           std::memcmp(&kept.data, &data, sizeof data) == 0 &&
           std::memcmp(&kept.bend, &bend, sizeof bend) == 0;
  });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    found->last_frame = frame_;
    return &found->target.image;
  }
  Kept* const kept = room_for(extent);
  if (kept == nullptr) return nullptr;
  kept->volume = layer.volume;
  kept->data = data;
  kept->bend = bend;
  kept->last_frame = frame_;
  draw(frame, *kept, volume);
  return &kept->target.image;
}

void Cuts::forget(VolumeId volume) {
  std::erase_if(kept_, [volume](const Kept& kept) { return kept.volume == volume; });
}

Cuts::Kept* Cuts::room_for(ExtentPx extent) {
  std::size_t bytes = bytes_of(extent);
  for (const Kept& kept : kept_) bytes += bytes_of(kept.target.extent_px);
  while (bytes > most_kept_bytes && !kept_.empty() && kept_.back().last_frame != frame_) {
    Kept& oldest = kept_.back();
    if (oldest.target.extent_px == extent) {
      kept_.splice(kept_.begin(), kept_, std::prev(kept_.end()));
      return &kept_.front();
    }
    bytes -= bytes_of(oldest.target.extent_px);
    kept_.pop_back();
  }
  auto target = gpu::make_target(*device_, extent, "cut", cut_format);
  if (!target) return nullptr;
  kept_.push_front({.volume = 0, .data = {}, .bend = {}, .target = std::move(*target)});
  return &kept_.front();
}

void Cuts::draw(gpu::Frame& frame, Kept& kept, const VolumeTexture& volume) {
  gpu::begin_drawing(frame.commands, kept.target, vec4(shared::not_scanned));
  vkCmdBindPipeline(frame.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.handle.get());
  const std::array bindings = {gpu::told(frame, kept.data),
                               gpu::image_binding(volume.image(), sampler_.get()),
                               gpu::told(frame, kept.bend)};
  gpu::push_bindings(*device_, frame.commands, pipeline_, bindings);
  vkCmdDraw(frame.commands, 3, 1, 0, 0);
  gpu::end_drawing(frame.commands);
  gpu::transition(frame.commands, kept.target.image, gpu::Use::sampled);
}

}  // namespace lv
