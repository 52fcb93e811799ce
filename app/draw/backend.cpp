#include "app/draw/backend.h"

#include <imgui.h>

#include <algorithm>
#include <cfloat>
#include <cstring>
#include <utility>

#include "app/draw/imgui_keys.h"
#include "app/draw/style.h"
#include "engine/core/assert.h"
#include "shaders/shared/spirv.h"
#include "shaders/shared/ui.h"

namespace lv::ui {
namespace {

static_assert(sizeof(ImTextureID) == sizeof(PictureId));

// Uploads of pictures in one frame; volumes have a budget of their own.
constexpr std::size_t update_budget_bytes = std::size_t{4} << 20;

gpu::PipelineRecipe pipeline_recipe() {
  return {.name = "ui",
          .vertex = shaders::ui_vert(),
          .fragment = shaders::ui_frag(),
          .bindings = {VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER},
          .push_constant_bytes = sizeof(shared::UiPush),
          .vertex_bytes = sizeof(ImDrawVert),
          .attributes = {{0, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, pos)},
                         {1, 0, VK_FORMAT_R32G32_SFLOAT, offsetof(ImDrawVert, uv)},
                         {2, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(ImDrawVert, col)}},
          .alpha_blend = true};
}

int mouse_index(MouseButton button) {
  switch (button) {
    case MouseButton::left:
      return ImGuiMouseButton_Left;
    case MouseButton::right:
      return ImGuiMouseButton_Right;
    case MouseButton::middle:
      return ImGuiMouseButton_Middle;
  }
  return ImGuiMouseButton_Left;
}

/// Tells ImGui one frame's worth of events.
class Teller {
 public:
  /// False: this event must wait for the next frame, or ImGui would not see the one before it.
  bool fits(const InputEvent& event) const {
    if (const auto* key = std::get_if<KeyEvent>(&event)) return !told_keys_[index_of(key->key)];
    if (std::holds_alternative<MouseMoveEvent>(event)) return !told_button_;
    const auto* button = std::get_if<MouseButtonEvent>(&event);
    // A drag ends where it was last seen, so a release does not come with a move.
    return !button || !(told_button_ || (told_move_ && !button->down));
  }

  void operator()(const KeyEvent& event) {
    tell_key(event.key, event.down);
    // Most letters are text alone, so they need no frame of their own.
    told_keys_[index_of(event.key)] = widgets_use(event.key);
    tell_modifiers(event.modifiers);
  }
  void operator()(const TextEvent& event) { ImGui::GetIO().AddInputCharacter(event.code_point); }
  void operator()(const MouseMoveEvent& event) {
    ImGui::GetIO().MousePos = {static_cast<float>(event.x_px), static_cast<float>(event.y_px)};
    told_move_ = true;
    tell_modifiers(event.modifiers);
  }
  void operator()(const MouseButtonEvent& event) {
    ImGui::GetIO().MouseDown[mouse_index(event.button)] = event.down;
    told_button_ = true;
    tell_modifiers(event.modifiers);
  }
  void operator()(const WheelEvent& event) {
    ImGui::GetIO().MouseWheel += static_cast<float>(event.y);
    ImGui::GetIO().MouseWheelH += static_cast<float>(event.x);
    tell_modifiers(event.modifiers);
  }
  void operator()(const DropEvent&) {}  // not for widgets
  void operator()(const RedrawEvent&) {}
  void operator()(const FocusLostEvent&) {
    release_keys();
    std::ranges::fill(ImGui::GetIO().MouseDown, false);
    tell_modifiers({});
  }

 private:
  static std::size_t index_of(Key key) { return static_cast<std::size_t>(key); }

  std::array<bool, 256> told_keys_{};
  bool told_button_ = false, told_move_ = false;
};

VkRect2D scissor_of(const ImVec4& clip, const ImVec2& size) {
  const auto whole = [](float value, float most) {
    return static_cast<std::int32_t>(std::clamp(value, 0.0F, most));
  };
  const VkOffset2D low{whole(clip.x, size.x), whole(clip.y, size.y)};
  const VkOffset2D high{whole(clip.z, size.x), whole(clip.w, size.y)};
  return {low,
          {static_cast<std::uint32_t>(std::max(high.x - low.x, 0)),
           static_cast<std::uint32_t>(std::max(high.y - low.y, 0))}};
}

template <class T>
gpu::FrameMemory take_for(gpu::Frame& frame, int count) {
  return frame.take(static_cast<std::size_t>(count) * sizeof(T));
}

}  // namespace

Backend::Backend(gpu::Device& device) : device_(device) {
  IMGUI_CHECKVERSION();
  context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;  // so that a window that waits for a key need not draw
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.MousePos = {-FLT_MAX, -FLT_MAX};  // nowhere yet
  prepare_keys();
}

Backend::~Backend() {
  ImGui::DestroyContext(context_);
}

Result<std::unique_ptr<Backend>> Backend::make(gpu::Device& device, double content_scale) {
  std::unique_ptr<Backend> backend(new Backend(device));
  LV_TRY(backend->prepare(content_scale));
  return backend;
}

Result<void> Backend::prepare(double content_scale) {
  LV_ASSIGN(font_path_, find_font());
  LV_ASSIGN(pipeline_, gpu::make_pipeline(device_, pipeline_recipe()));
  LV_ASSIGN(sampler_, gpu::make_sampler(device_, "ui"));
  return set_scale(content_scale);
}

Result<void> Backend::set_scale(double content_scale) {
  if (content_scale == scale_) return {};  // drawing the font and waiting for its upload take long
  ImGui::SetCurrentContext(context_);
  LV_TRY(apply_style(font_path_, content_scale));
  unsigned char* rgba = nullptr;
  ExtentPx size;
  ImGui::GetIO().Fonts->GetTexDataAsRGBA32(&rgba, &size.width, &size.height);
  const auto bytes = static_cast<std::size_t>(4 * size.width * size.height);
  remove_picture(font_);
  LV_ASSIGN(font_, add_picture(size));
  LV_TRY(gpu::upload_now(device_, pictures_.at(font_), std::as_bytes(std::span(rgba, bytes))));
  ImGui::GetIO().Fonts->SetTexID((ImTextureID)font_);
  ImGui::GetIO().Fonts->ClearTexData();
  scale_ = content_scale;
  return {};
}

Result<PictureId> Backend::add_picture(ExtentPx size) {
  LV_ASSIGN(gpu::Image image,
            gpu::make_image(
                device_, {.name = "ui picture",
                          .extent = {static_cast<std::uint32_t>(size.width),
                                     static_cast<std::uint32_t>(size.height), 1},
                          .usage = VK_IMAGE_USAGE_SAMPLED_BIT | VK_IMAGE_USAGE_TRANSFER_DST_BIT}));
  pictures_.emplace(++last_id_, std::move(image));
  return last_id_;
}

void Backend::update_picture(PictureId id, const RectPx& part, std::vector<std::uint8_t> rgba) {
  const std::span<const std::byte> texels = std::as_bytes(std::span(rgba));
  const gpu::Upload upload(
      texels, 4, {part.x, part.y, 0},
      {static_cast<std::uint32_t>(part.width), static_cast<std::uint32_t>(part.height), 1});
  updates_.push_back({id, std::move(rgba), upload});  // a moved vector keeps its bytes in place
}

void Backend::remove_picture(PictureId id) {
  std::erase_if(updates_, [&](const Update& update) { return update.picture == id; });
  pictures_.erase(id);
}

void Backend::begin(ExtentPx size, double step_s, std::span<const InputEvent> events) {
  ImGui::SetCurrentContext(context_);
  events_.insert(events_.end(), events.begin(), events.end());
  Teller tell;
  while (!events_.empty() && tell.fits(events_.front())) {
    std::visit(tell, events_.front());
    events_.pop_front();
  }
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
  io.DeltaTime = std::max(static_cast<float>(step_s), 1e-4F);  // ImGui wants it above 0
  ImGui::NewFrame();
}

void Backend::record(gpu::Frame& frame, gpu::Target& target,
                     const std::function<void()>& picture_done) {
  ImGui::Render();
  record_updates(frame);
  const ImDrawData& data = *ImGui::GetDrawData();
  if (data.TotalVtxCount > 0) begin_lists(frame, data);
  gpu::begin_drawing(frame.commands, target, std::nullopt);
  // The background list, where there is something in it, is the first.
  const bool written = data.CmdListsCount > 0 && data.CmdLists[0] == ImGui::GetBackgroundDrawList();
  if (written) record_list(frame, data, 0);
  if (picture_done) {
    gpu::end_drawing(frame.commands);
    picture_done();
    gpu::begin_drawing(frame.commands, target, std::nullopt);
  }
  for (int l = written ? 1 : 0; l < data.CmdListsCount; ++l) record_list(frame, data, l);
  gpu::end_drawing(frame.commands);
}

void Backend::record_updates(gpu::Frame& frame) {
  std::size_t budget_bytes = update_budget_bytes;
  while (!updates_.empty()) {
    Update& update = updates_.front();
    // An update is split over frames, in which its picture is not seen, only where it is larger
    // than a frame can take.
    const bool first = budget_bytes == update_budget_bytes;
    const std::size_t room = std::min(budget_bytes, gpu::upload_room_bytes(frame));
    if (!first && update.upload.left_bytes() > room) return;
    update.upload.record(frame, pictures_.at(update.picture), budget_bytes);
    if (!update.upload.done()) return;
    updates_.pop_front();
  }
}

void Backend::begin_lists(gpu::Frame& frame, const ImDrawData& data) {
  const gpu::FrameMemory vertices = take_for<ImDrawVert>(frame, data.TotalVtxCount);
  const gpu::FrameMemory indices = take_for<ImDrawIdx>(frame, data.TotalIdxCount);
  vkCmdBindPipeline(frame.commands, VK_PIPELINE_BIND_POINT_GRAPHICS, pipeline_.handle.get());
  vkCmdBindVertexBuffers(frame.commands, 0, 1, &vertices.buffer, &vertices.offset);
  vkCmdBindIndexBuffer(frame.commands, indices.buffer, indices.offset,
                       sizeof(ImDrawIdx) == 2 ? VK_INDEX_TYPE_UINT16 : VK_INDEX_TYPE_UINT32);
  const shared::UiPush push{{2 / data.DisplaySize.x, 2 / data.DisplaySize.y}};
  vkCmdPushConstants(frame.commands, pipeline_.layout.get(),
                     VK_SHADER_STAGE_VERTEX_BIT | VK_SHADER_STAGE_FRAGMENT_BIT, 0, sizeof push,
                     &push);
  first_index_ = 0;
  first_vertex_ = 0;
  std::size_t vertex_bytes = 0, index_bytes = 0;
  for (int l = 0; l < data.CmdListsCount; ++l) {
    const ImDrawList& list = *data.CmdLists[l];
    const auto vertex_size = static_cast<std::size_t>(list.VtxBuffer.size_in_bytes());
    const auto index_size = static_cast<std::size_t>(list.IdxBuffer.size_in_bytes());
    std::memcpy(vertices.bytes.data() + vertex_bytes, list.VtxBuffer.Data, vertex_size);
    std::memcpy(indices.bytes.data() + index_bytes, list.IdxBuffer.Data, index_size);
    vertex_bytes += vertex_size;
    index_bytes += index_size;
  }
}

/// The lists are to be recorded in their order.
void Backend::record_list(gpu::Frame& frame, const ImDrawData& data, int l) {
  const ImDrawList& list = *data.CmdLists[l];
  for (const ImDrawCmd& command : list.CmdBuffer) {
    record_command(frame, data, command, first_index_, first_vertex_);
  }
  first_index_ += static_cast<std::uint32_t>(list.IdxBuffer.Size);
  first_vertex_ += list.VtxBuffer.Size;
}

void Backend::record_command(gpu::Frame& frame, const ImDrawData& data, const ImDrawCmd& command,
                             std::uint32_t first_index, std::int32_t first_vertex) {
  LV_ASSERT(!command.UserCallback);
  const VkRect2D scissor = scissor_of(command.ClipRect, data.DisplaySize);
  const auto picture = pictures_.find((PictureId)command.GetTexID());
  LV_ASSERT(picture != pictures_.end());
  const gpu::Image& image = picture->second;
  const bool whole = image.state.layout == gpu::state_of(gpu::Use::sampled).layout;
  if (!whole || scissor.extent.width == 0 || scissor.extent.height == 0) return;
  gpu::push_bindings(device_, frame.commands, pipeline_,
                     std::array{gpu::image_binding(image, sampler_.get())});
  vkCmdSetScissor(frame.commands, 0, 1, &scissor);
  vkCmdDrawIndexed(frame.commands, command.ElemCount, 1, first_index + command.IdxOffset,
                   first_vertex + static_cast<std::int32_t>(command.VtxOffset), 0);
}

}  // namespace lv::ui
