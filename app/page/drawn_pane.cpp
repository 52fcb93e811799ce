#include "app/page/drawn_pane.h"

namespace lv {

Result<DrawnPane> DrawnPane::make(gpu::Device& device, Renderer& renderer, ExtentPx size) {
  DrawnPane pane(renderer);
  LV_ASSIGN(pane.frames_, gpu::Frames::make(device, gpu::usual_frame_memory_bytes, "page"));
  LV_ASSIGN(pane.target_, gpu::make_target(device, size, "page"));
  LV_ASSIGN(pane.readback_, gpu::Readback::make(device, size, 1));
  return pane;
}

PanePlan DrawnPane::plan(const ViewState& view) const {
  return {{0, 0, size_px().width, size_px().height}, view.plane, view.position};
}

Result<std::vector<std::uint8_t>> DrawnPane::draw(const ComparedRow& row, const ViewState& view) {
  constexpr std::size_t upload_budget_bytes = std::size_t{64} << 20;
  LV_ASSIGN(gpu::Frame * frame, frames_->begin());
  while (!renderer_->upload(*frame, upload_budget_bytes)) {
    LV_TRY(frames_->submit());
    LV_ASSIGN(frame, frames_->begin());
  }
  FrameInput input;
  input.size_px = size_px();
  input.panes = {pane_input(row, view, plan(view))};
  renderer_->record(*frame, target_, input);
  readback_->record(*frame, target_);
  LV_TRY(frames_->submit());
  LV_ASSIGN(const std::optional<int> slot, readback_->take(true));
  const auto pixels = readback_->pixels(*slot);
  std::vector<std::uint8_t> copy(pixels.begin(), pixels.end());
  readback_->release(*slot);
  return copy;
}

}  // namespace lv
