// Everything that draws. The members stand in the order in which they are made and are destroyed in
// the reverse order, so that each ends before what it needs. Main thread only.
#pragma once

#include <memory>

#include "app/draw/backend.h"
#include "app/host/host.h"
#include "engine/render/renderer.h"

namespace lv {

struct Graphics {
  std::unique_ptr<gpu::Device> device;
  std::unique_ptr<Presenter> presenter;  ///< null: nothing is shown
  std::unique_ptr<gpu::Frames> frames;
  std::unique_ptr<Renderer> renderer;
  std::unique_ptr<ui::Backend> widgets;  ///< null: only the renderer is wanted
  gpu::Target target;

  /// Makes the target anew where it has another size.
  Result<void> fit_target(ExtentPx size);
  /// Makes frames and widgets anew, after an exception has left a frame begun and not ended.
  Result<void> begin_anew(double content_scale);
  /// What is in the target, rows of RGBA from the top. Waits for the GPU.
  Result<std::vector<std::uint8_t>> read_target();
};

/// A device without a window, and a renderer on it. `gpu`: part of a device's name.
Result<Graphics> make_graphics(const std::string& gpu);
/// A device that can show to the host, and a renderer and widgets on it. They must end before the
/// host.
Result<Graphics> make_graphics(const std::string& gpu, Host& host);

}  // namespace lv
