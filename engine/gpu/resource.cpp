#include "engine/gpu/resource.h"

#include "engine/core/assert.h"

namespace lv::gpu {
namespace {

Result<Owned<VkDeviceMemory>> allocate(Device& device, const VkMemoryRequirements& needs,
                                       VkMemoryPropertyFlags required,
                                       VkMemoryPropertyFlags preferred, const std::string& name) {
  const auto type = device.memory_type(needs.memoryTypeBits, required, preferred);
  if (!type)
    return Error{ErrorCode::unavailable, "the graphics device has no fitting memory", name};
  const VkMemoryAllocateInfo info{.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO,
                                  .allocationSize = needs.size,
                                  .memoryTypeIndex = *type};
  VkDeviceMemory memory = VK_NULL_HANDLE;
  const std::string doing = "making room for " + name;
  LV_VK_TRY(vkAllocateMemory(device.handle(), &info, nullptr, &memory), doing.c_str());
  return Owned<VkDeviceMemory>(device, memory, name);
}

std::string text_of(const VkExtent3D& size) {
  return std::to_string(size.width) + " × " + std::to_string(size.height) + " × " +
         std::to_string(size.depth);
}

Result<void> create_view(Device& device, Image& image, const ImageRecipe& recipe) {
  const VkImageViewCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_IMAGE_VIEW_CREATE_INFO,
      .image = image.handle.get(),
      .viewType = recipe.type == VK_IMAGE_TYPE_3D ? VK_IMAGE_VIEW_TYPE_3D : VK_IMAGE_VIEW_TYPE_2D,
      .format = recipe.format,
      .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
  VkImageView view = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateImageView(device.handle(), &info, nullptr, &view), "making a picture");
  image.view = {device, view, recipe.name};
  return {};
}

}  // namespace

Result<Buffer> make_buffer(Device& device, std::size_t size_bytes, VkBufferUsageFlags usage,
                           Access access, const std::string& name) {
  LV_ASSERT(size_bytes > 0);
  const VkBufferCreateInfo info{
      .sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO, .size = size_bytes, .usage = usage};
  VkBuffer handle = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateBuffer(device.handle(), &info, nullptr, &handle), "making a buffer");
  Buffer buffer;
  buffer.handle = {device, handle, name};
  VkMemoryRequirements needs;
  vkGetBufferMemoryRequirements(device.handle(), handle, &needs);
  constexpr VkMemoryPropertyFlags mapped =
      VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  const VkMemoryPropertyFlags preferred =
      access == Access::readback ? VK_MEMORY_PROPERTY_HOST_CACHED_BIT : 0;
  LV_ASSIGN(buffer.memory, allocate(device, needs, mapped, preferred, name));
  LV_VK_TRY(vkBindBufferMemory(device.handle(), handle, buffer.memory.get(), 0), "making a buffer");
  void* bytes = nullptr;
  LV_VK_TRY(vkMapMemory(device.handle(), buffer.memory.get(), 0, VK_WHOLE_SIZE, 0, &bytes),
            "making a buffer");
  buffer.bytes = {static_cast<std::byte*>(bytes), size_bytes};
  return buffer;
}

Result<Image> make_image(Device& device, const ImageRecipe& recipe) {
  VkImageFormatProperties most;
  const VkResult supported =
      vkGetPhysicalDeviceImageFormatProperties(device.physical(), recipe.format, recipe.type,
                                               VK_IMAGE_TILING_OPTIMAL, recipe.usage, 0, &most);
  LV_VK_TRY(supported, "making a picture");
  const VkExtent3D& size = recipe.extent;
  LV_ASSERT(size.width > 0 && size.height > 0 && size.depth > 0);
  if (size.width > most.maxExtent.width || size.height > most.maxExtent.height ||
      size.depth > most.maxExtent.depth) {
    return Error{ErrorCode::unavailable,
                 "a picture of " + text_of(size) + " points is more than this graphics device (" +
                     device.info().name + ") can hold: " + text_of(most.maxExtent) + " at most",
                 recipe.name};
  }
  const VkImageCreateInfo info{.sType = VK_STRUCTURE_TYPE_IMAGE_CREATE_INFO,
                               .imageType = recipe.type,
                               .format = recipe.format,
                               .extent = recipe.extent,
                               .mipLevels = 1,
                               .arrayLayers = 1,
                               .samples = VK_SAMPLE_COUNT_1_BIT,
                               .tiling = VK_IMAGE_TILING_OPTIMAL,
                               .usage = recipe.usage};
  VkImage handle = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateImage(device.handle(), &info, nullptr, &handle), "making a picture");
  Image image;
  image.handle = {device, handle, recipe.name};
  image.extent = recipe.extent;
  image.format = recipe.format;
  VkMemoryRequirements needs;
  vkGetImageMemoryRequirements(device.handle(), handle, &needs);
  LV_ASSIGN(image.memory,
            allocate(device, needs, VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT, 0, recipe.name));
  LV_VK_TRY(vkBindImageMemory(device.handle(), handle, image.memory.get(), 0), "making a picture");
  LV_TRY(create_view(device, image, recipe));
  return image;
}

ImageState state_of(Use use) {
  switch (use) {
    case Use::copied_to:
      return {VK_IMAGE_LAYOUT_TRANSFER_DST_OPTIMAL, VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
              VK_ACCESS_2_TRANSFER_WRITE_BIT};
    case Use::copied_from:
      return {VK_IMAGE_LAYOUT_TRANSFER_SRC_OPTIMAL, VK_PIPELINE_STAGE_2_ALL_TRANSFER_BIT,
              VK_ACCESS_2_TRANSFER_READ_BIT};
    case Use::sampled:
      return {VK_IMAGE_LAYOUT_SHADER_READ_ONLY_OPTIMAL, VK_PIPELINE_STAGE_2_FRAGMENT_SHADER_BIT,
              VK_ACCESS_2_SHADER_SAMPLED_READ_BIT};
    case Use::drawn:
      return {VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL,
              VK_PIPELINE_STAGE_2_COLOR_ATTACHMENT_OUTPUT_BIT,
              VK_ACCESS_2_COLOR_ATTACHMENT_READ_BIT | VK_ACCESS_2_COLOR_ATTACHMENT_WRITE_BIT};
    case Use::shown:
      return {VK_IMAGE_LAYOUT_PRESENT_SRC_KHR, VK_PIPELINE_STAGE_2_NONE, VK_ACCESS_2_NONE};
  }
  return {};
}

void transition(VkCommandBuffer commands, VkImage image, const ImageState& from,
                const ImageState& to) {
  const VkImageMemoryBarrier2 barrier{.sType = VK_STRUCTURE_TYPE_IMAGE_MEMORY_BARRIER_2,
                                      .srcStageMask = from.stage,
                                      .srcAccessMask = from.access,
                                      .dstStageMask = to.stage,
                                      .dstAccessMask = to.access,
                                      .oldLayout = from.layout,
                                      .newLayout = to.layout,
                                      .srcQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .dstQueueFamilyIndex = VK_QUEUE_FAMILY_IGNORED,
                                      .image = image,
                                      .subresourceRange = {VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1}};
  const VkDependencyInfo dependency{.sType = VK_STRUCTURE_TYPE_DEPENDENCY_INFO,
                                    .imageMemoryBarrierCount = 1,
                                    .pImageMemoryBarriers = &barrier};
  vkCmdPipelineBarrier2(commands, &dependency);
}

void transition(VkCommandBuffer commands, Image& image, Use use, bool forget) {
  ImageState from = image.state;
  if (forget) from.layout = VK_IMAGE_LAYOUT_UNDEFINED;
  image.state = state_of(use);
  transition(commands, image.handle.get(), from, image.state);
}

Result<Owned<VkSampler>> make_sampler(Device& device, const std::string& name) {
  const VkSamplerCreateInfo info{.sType = VK_STRUCTURE_TYPE_SAMPLER_CREATE_INFO,
                                 .magFilter = VK_FILTER_LINEAR,
                                 .minFilter = VK_FILTER_LINEAR,
                                 .addressModeU = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
                                 .addressModeV = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE,
                                 .addressModeW = VK_SAMPLER_ADDRESS_MODE_CLAMP_TO_EDGE};
  VkSampler sampler = VK_NULL_HANDLE;
  LV_VK_TRY(vkCreateSampler(device.handle(), &info, nullptr, &sampler), "making a sampler");
  return Owned<VkSampler>(device, sampler, name);
}

}  // namespace lv::gpu
