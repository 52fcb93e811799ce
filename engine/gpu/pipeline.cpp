#include "engine/gpu/pipeline.h"

#include "engine/core/assert.h"
#include "engine/gpu/target.h"

namespace lv::gpu {
namespace {

constexpr VkShaderStageFlags both_stages =
    VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT;
constexpr const char* making = "making a pipeline";

Result<Owned<VkShaderModule>> make_shader(Device& device, std::span<const std::uint32_t> code,
                                          const std::string& name) {
  const VkShaderModuleCreateInfo info{.sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO,
                                      .codeSize = code.size_bytes(),
                                      .pCode = code.data()};
  VkShaderModule shader = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateShaderModule(device.handle(), &info, nullptr, &shader), making);
  return Owned<VkShaderModule>(device, shader, name);
}

Result<Owned<VkDescriptorSetLayout>> make_set(Device& device, const PipelineRecipe& recipe) {
  std::vector<VkDescriptorSetLayoutBinding> bindings;
  for (const VkDescriptorType type : recipe.bindings) {
    bindings.push_back({.binding = static_cast<std::uint32_t>(bindings.size()),
                        .descriptorType = type,
                        .descriptorCount = 1,
                        .stageFlags = both_stages});
  }
  const VkDescriptorSetLayoutCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
      .flags = VK_DESCRIPTOR_SET_LAYOUT_CREATE_PUSH_DESCRIPTOR_BIT_KHR,
      .bindingCount = static_cast<std::uint32_t>(bindings.size()),
      .pBindings = bindings.data()};
  VkDescriptorSetLayout set = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateDescriptorSetLayout(device.handle(), &info, nullptr, &set), making);
  return Owned<VkDescriptorSetLayout>(device, set, recipe.name);
}

Result<Owned<VkPipelineLayout>> make_layout(Device& device, const PipelineRecipe& recipe,
                                            VkDescriptorSetLayout set) {
  const VkPushConstantRange push{.stageFlags = both_stages, .size = recipe.push_constant_bytes};
  const VkPipelineLayoutCreateInfo info{.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                        .setLayoutCount = 1,
                                        .pSetLayouts = &set,
                                        .pushConstantRangeCount = push.size > 0 ? 1U : 0U,
                                        .pPushConstantRanges = &push};
  VkPipelineLayout layout = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreatePipelineLayout(device.handle(), &info, nullptr, &layout), making);
  return Owned<VkPipelineLayout>(device, layout, recipe.name);
}

VkPipelineColorBlendAttachmentState blend_state(bool alpha_blend) {
  return {.blendEnable = alpha_blend,
          .srcColorBlendFactor = VK_BLEND_FACTOR_SRC_ALPHA,
          .dstColorBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
          .srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE,
          .dstAlphaBlendFactor = VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA,
          .colorWriteMask = VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT |
                            VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT};
}

VkPipelineShaderStageCreateInfo stage_of(VkShaderStageFlagBits stage, VkShaderModule shader) {
  return {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
          .stage = stage,
          .module = shader,
          .pName = "main"};
}

Result<Owned<VkPipeline>> make_handle(Device& device, const PipelineRecipe& recipe,
                                      VkPipelineLayout layout) {
  LV_ASSIGN(const auto vertex, make_shader(device, recipe.vertex, recipe.name));
  LV_ASSIGN(const auto fragment, make_shader(device, recipe.fragment, recipe.name));
  const std::array stages = {stage_of(VK_SHADER_STAGE_VERTEX_BIT, vertex.get()),
                             stage_of(VK_SHADER_STAGE_FRAGMENT_BIT, fragment.get())};
  const VkVertexInputBindingDescription binding{.stride = recipe.vertex_bytes};
  const VkPipelineVertexInputStateCreateInfo input{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO,
      .vertexBindingDescriptionCount = recipe.vertex_bytes > 0 ? 1U : 0U,
      .pVertexBindingDescriptions = &binding,
      .vertexAttributeDescriptionCount = static_cast<std::uint32_t>(recipe.attributes.size()),
      .pVertexAttributeDescriptions = recipe.attributes.data()};
  const VkPipelineInputAssemblyStateCreateInfo assembly{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO,
      .topology = VK_PRIMITIVE_TOPOLOGY_TRIANGLE_LIST};
  const VkPipelineViewportStateCreateInfo viewport{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO,
      .viewportCount = 1,
      .scissorCount = 1};
  const VkPipelineRasterizationStateCreateInfo rasterization{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO, .lineWidth = 1.0F};
  const VkPipelineMultisampleStateCreateInfo multisample{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO,
      .rasterizationSamples = VK_SAMPLE_COUNT_1_BIT};
  const VkPipelineColorBlendAttachmentState attachment = blend_state(recipe.alpha_blend);
  const VkPipelineColorBlendStateCreateInfo blend{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO,
      .attachmentCount = 1,
      .pAttachments = &attachment};
  constexpr std::array dynamic_states = {VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  const VkPipelineDynamicStateCreateInfo dynamic{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO,
      .dynamicStateCount = dynamic_states.size(),
      .pDynamicStates = dynamic_states.data()};
  const VkPipelineRenderingCreateInfo rendering{
      .sType = VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO,
      .colorAttachmentCount = 1,
      .pColorAttachmentFormats = &recipe.format};
  const VkGraphicsPipelineCreateInfo info{.sType = VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO,
                                          .pNext = &rendering,
                                          .stageCount = stages.size(),
                                          .pStages = stages.data(),
                                          .pVertexInputState = &input,
                                          .pInputAssemblyState = &assembly,
                                          .pViewportState = &viewport,
                                          .pRasterizationState = &rasterization,
                                          .pMultisampleState = &multisample,
                                          .pColorBlendState = &blend,
                                          .pDynamicState = &dynamic,
                                          .layout = layout};
  VkPipeline pipeline = VK_NULL_HANDLE;
  LV_VK_TRY(
      vkCreateGraphicsPipelines(device.handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
      making);
  return Owned<VkPipeline>(device, pipeline, recipe.name);
}

}  // namespace

Result<Pipeline> make_pipeline(Device& device, const PipelineRecipe& recipe) {
  Pipeline pipeline;
  pipeline.bindings = recipe.bindings;
  LV_ASSIGN(pipeline.set, make_set(device, recipe));
  LV_ASSIGN(pipeline.layout, make_layout(device, recipe, pipeline.set.get()));
  LV_ASSIGN(pipeline.handle, make_handle(device, recipe, pipeline.layout.get()));
  return pipeline;
}

Binding buffer_binding(const FrameMemory& memory) {
  return {.buffer = {memory.buffer, memory.offset, memory.bytes.size()}};
}

Binding image_binding(const Image& image, VkSampler sampler) {
  return {.image = {sampler, image.view.get(), VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL}};
}

void push_bindings(const Device& device, VkCommandBuffer commands, const Pipeline& pipeline,
                   std::span<const Binding> bindings) {
  LV_ASSERT(bindings.size() == pipeline.bindings.size());
  std::vector<VkWriteDescriptorSet> writes;
  for (const Binding& binding : bindings) {
    writes.push_back({.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                      .dstBinding = static_cast<std::uint32_t>(writes.size()),
                      .descriptorCount = 1,
                      .descriptorType = pipeline.bindings[writes.size()],
                      .pImageInfo = &binding.image,
                      .pBufferInfo = &binding.buffer});
  }
  device.push_descriptors(commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline.layout.get(), 0,
                          static_cast<std::uint32_t>(writes.size()), writes.data());
}

}  // namespace lv::gpu
