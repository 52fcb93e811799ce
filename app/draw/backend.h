// Dear ImGui on our device: our input events in, its triangles onto the Target. The stock Vulkan
// backend of 1.86 cannot draw users' pictures and wants a render pass. Main thread only. Each has a
// context of its own, so that a film is drawn with text of its size while the window goes on.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/host/input.h"
#include "engine/core/extent.h"
#include "engine/gpu/pipeline.h"
#include "engine/gpu/target.h"
#include "engine/gpu/upload.h"

struct ImDrawCmd;
struct ImDrawData;
struct ImGuiContext;

namespace lv::ui {

/// A picture that widgets can show, as `(ImTextureID)id`: what that is, a pointer or a number of 64
/// bits, depends on the version of Dear ImGui, so no one C++ cast fits.
using PictureId = std::uintptr_t;

class Backend {
 public:
  /// Errors: no font on this machine; out of memory.
  static Result<std::unique_ptr<Backend>> make(gpu::Device& device, double content_scale);
  ~Backend();

  /// Makes text 16 × scale pixels high, and everything else in proportion; does nothing where it is
  /// so already. Must not be called between begin() and record().
  Result<void> set_scale(double content_scale);

  /// A picture to be filled by update_picture(). Errors: too large; out of memory.
  Result<PictureId> add_picture(ExtentPx size);
  /// Fills a part of it with RGBA bytes without gaps, with the next record(). A picture is not
  /// drawn before its first part is there; what no part has filled is not to be drawn.
  void update_picture(PictureId id, const RectPx& part, std::vector<std::uint8_t> rgba);
  void remove_picture(PictureId id);
  /// Parts of pictures wait for the next record().
  bool updates_waiting() const { return !updates_.empty(); }
  /// Events wait for the next begin().
  bool events_waiting() const { return !events_.empty(); }

  /// Makes this context ImGui's current one, until begin() of another backend, and starts a frame.
  /// All lengths are pixels of the Target. `step_s`: seconds since the last one. A
  /// press and a release in one frame are spread over two, so that no click is lost.
  void begin(ExtentPx size, double step_s, std::span<const InputEvent> events);
  /// Ends ImGui's frame and draws it over what the target has. `picture_done`, where set, is called
  /// once what is written over the picture is drawn, and before any widget.
  void record(gpu::Frame& frame, gpu::Target& target,
              const std::function<void()>& picture_done = {});

 private:
  struct Update {
    PictureId picture;
    std::vector<std::uint8_t> rgba;
    gpu::Upload upload;
  };
  explicit Backend(gpu::Device& device);
  Result<void> prepare(double content_scale);
  void record_updates(gpu::Frame& frame);
  void begin_lists(gpu::Frame& frame, const ImDrawData& data);
  void record_list(gpu::Frame& frame, const ImDrawData& data, int list);
  void record_command(gpu::Frame& frame, const ImDrawData& data, const ImDrawCmd& command,
                      std::uint32_t first_index, std::int32_t first_vertex);

  gpu::Device& device_;
  ImGuiContext* context_ = nullptr;
  std::string font_path_;
  gpu::Pipeline pipeline_;
  gpu::Owned<VkSampler> sampler_;
  std::map<PictureId, gpu::Image> pictures_;
  std::deque<Update> updates_;
  std::deque<InputEvent> events_;  // not yet told to ImGui
  PictureId font_ = 0, last_id_ = 0;
  std::uint32_t first_index_ = 0;  ///< of the list that is recorded next
  std::int32_t first_vertex_ = 0;
  double scale_ = 0;  ///< that font_ was drawn for; 0: not drawn yet
};

}  // namespace lv::ui
