// Single pictures of a row, drawn out of sight by the renderer that draws the window and the films.
#pragma once

#include <memory>
#include <vector>

#include "app/view/view_state.h"
#include "engine/gpu/target.h"
#include "engine/render/renderer.h"

namespace lv {

class DrawnPane {
 public:
  /// Pictures of this size. The renderer must outlive them.
  static Result<DrawnPane> make(gpu::Device& device, Renderer& renderer, ExtentPx size);

  /// What one pane shows at view.position with view.look: rows of RGBA from the top. Waits for the
  /// GPU.
  Result<std::vector<std::uint8_t>> draw(const ComparedRow& row, const ViewState& view);
  ExtentPx size_px() const { return target_.extent_px; }
  /// The pane that is drawn, for annotate().
  PanePlan plan(const ViewState& view) const;

 private:
  explicit DrawnPane(Renderer& renderer) : renderer_(&renderer) {}

  Renderer* renderer_;
  std::unique_ptr<gpu::Frames> frames_;
  gpu::Target target_;
  std::optional<gpu::Readback> readback_;
};

}  // namespace lv
