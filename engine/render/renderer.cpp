#include "engine/render/renderer.h"

#include <algorithm>

#include "engine/core/assert.h"
#include "engine/gpu/told.h"
#include "engine/render/pane_data.h"
#include "shaders/shared/spirv.h"

namespace lv {
namespace {

/// The part of a rectangle that lies in the frame; no area: nothing of it.
VkRect2D clipped(const RectPx& rect, ExtentPx frame) {
  const int left = std::clamp(rect.x, 0, frame.width);
  const int top = std::clamp(rect.y, 0, frame.height);
  const int right = std::clamp(rect.x + rect.width, left, frame.width);
  const int bottom = std::clamp(rect.y + rect.height, top, frame.height);
  return {{left, top},
          {static_cast<std::uint32_t>(right - left), static_cast<std::uint32_t>(bottom - top)}};
}

void clear_to_black(VkCommandBuffer commands, const VkRect2D& area) {
  const VkClearAttachment black{.aspectMask = VK_IMAGE_ASPECT_COLOR_BIT,
                                .clearValue = {.color = {.float32 = {0, 0, 0, 1}}}};
  const VkClearRect rect{.rect = area, .layerCount = 1};
  vkCmdClearAttachments(commands, 1, &black, 1, &rect);
}

}  // namespace

Result<std::unique_ptr<Renderer>> Renderer::make(gpu::Device& device,
                                                 VolumeTexture::Format format) {
  std::unique_ptr<Renderer> renderer(new Renderer(device, format));
  LV_ASSIGN(renderer->pipeline_,
            gpu::make_pipeline(device, {.name = "pane",
                                        .vertex = shaders::pane_vert(),
                                        .fragment = shaders::pane_frag(),
                                        .bindings = {VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,
                                                     VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                                                     VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER,
                                                     VK_DESCRIPTOR_TYPE_STORAGE_BUFFER}}));
  LV_ASSIGN(renderer->sampler_, gpu::make_sampler(device, "volumes"));
  LV_ASSIGN(renderer->cuts_, Cuts::make(device));
  return renderer;
}

Result<VolumeId> Renderer::add(VolumePtr volume) {
  LV_ASSIGN(VolumeTexture texture, VolumeTexture::make(device_, std::move(volume), format_));
  volumes_.emplace(++last_id_, std::move(texture));
  return last_id_;
}

void Renderer::remove(VolumeId id) {
  volumes_.erase(id);
  cuts_->forget(id);
}

bool Renderer::ready(VolumeId id) const {
  const auto found = volumes_.find(id);
  return found != volumes_.end() && found->second.ready();
}

bool Renderer::upload(gpu::Frame& frame, std::size_t budget_bytes) {
  bool all_ready = true;
  for (auto& [id, texture] : volumes_) {
    if (!texture.ready()) texture.upload(frame, budget_bytes);
    all_ready = all_ready && texture.ready();
  }
  return all_ready;
}

void Renderer::record(gpu::Frame& frame, gpu::Target& target, const FrameInput& input) {
  LV_ASSERT(target.extent_px == input.size_px);
  cuts_->begin_frame();
  std::vector<LayerCuts> cuts;  // drawn before the target is
  for (const PaneInput& pane : input.panes) cuts.push_back(cuts_of(frame, pane));
  gpu::begin_drawing(frame.commands, target, input.background);
  vkCmdBindPipeline(frame.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.handle.get());
  for (std::size_t p = 0; p < cuts.size(); ++p) {
    record_pane(frame, input, input.panes[p], cuts[p]);
  }
  gpu::end_drawing(frame.commands);
}

Renderer::LayerCuts Renderer::cuts_of(gpu::Frame& frame, const PaneInput& pane) {
  LayerCuts cuts{};
  for (std::size_t l = 0; l < cuts.size(); ++l) {
    const LayerInput& layer = pane.layers[l];
    if (layer.volume == 0) continue;
    LV_ASSERT(ready(layer.volume));
    cuts[l] = cuts_->cut(frame, pane, layer, volumes_.at(layer.volume));
  }
  return cuts;
}

void Renderer::record_pane(gpu::Frame& frame, const FrameInput& input, const PaneInput& pane,
                           const LayerCuts& cuts) {
  const VkRect2D area = clipped(pane.rect_px, input.size_px);
  if (area.extent.width == 0 || area.extent.height == 0) return;
  const gpu::Image* any = cuts[0] ? cuts[0] : cuts[1];
  if (!any) return clear_to_black(frame.commands, area);

  std::array<const Volume*, 2> volumes{};
  for (std::size_t l = 0; l < volumes.size(); ++l) {
    if (cuts[l]) volumes[l] = &volumes_.at(pane.layers[l].volume).volume();
  }
  // A layer that is not there is never sampled, but something must be bound in its place.
  const std::array bindings = {gpu::told(frame, pane_data(pane, volumes, input.content_scale)),
                               gpu::image_binding(cuts[0] ? *cuts[0] : *any, sampler_.get()),
                               gpu::image_binding(cuts[1] ? *cuts[1] : *any, sampler_.get()),
                               gpu::told(frame, pane_bends(pane, volumes))};
  gpu::push_bindings(device_, frame.commands, pipeline_, bindings);
  vkCmdSetScissor(frame.commands, 0, 1, &area);
  vkCmdDraw(frame.commands, 3, 1, 0, 0);
}

}  // namespace lv
