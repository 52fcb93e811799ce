// Graphics pipelines from embedded SPIR-V that draw to a Target. Bindings are pushed with each draw
// (VK_KHR_push_descriptor): no descriptor pools, no sets to keep.
#pragma once

#include <vector>

#include "engine/gpu/frames.h"

namespace lv::gpu {

struct PipelineRecipe {
  std::string name;
  std::span<const std::uint32_t> vertex, fragment;  ///< SPIR-V, entry point main
  std::vector<VkDescriptorType> bindings;           ///< of set 0, in order, for both stages
  std::uint32_t push_constant_bytes = 0;            ///< for both stages
  std::uint32_t vertex_bytes = 0;                   ///< 0: no vertex buffer
  std::vector<VkVertexInputAttributeDescription> attributes;
  VkFormat format = VK_FORMAT_R8G8B8A8_UNORM;  ///< of what it draws to
  bool alpha_blend = false;                    ///< over what is there; else replaces it
};

struct Pipeline {
  Owned<VkDescriptorSetLayout> set;
  Owned<VkPipelineLayout> layout;
  Owned<VkPipeline> handle;
  std::vector<VkDescriptorType> bindings;
};
Result<Pipeline> make_pipeline(Device& device, const PipelineRecipe& recipe);

/// What one binding is given: the member its type calls for.
struct Binding {
  VkDescriptorBufferInfo buffer{};
  VkDescriptorImageInfo image{};
};
Binding buffer_binding(const FrameMemory& memory);
Binding image_binding(const Image& image, VkSampler sampler);

/// One for each of the pipeline's bindings, in order.
void push_bindings(const Device& device, VkCommandBuffer commands, const Pipeline& pipeline,
                   std::span<const Binding> bindings);

}  // namespace lv::gpu
