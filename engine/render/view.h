// What is to be drawn, as plain values: no Vulkan, no files. The renderer is a pure function of it:
// the same FrameInput gives the same pixels.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/frames.h"
#include "engine/volume/volume.h"

namespace lv {

struct ExtentPx {
  int width = 0;
  int height = 0;
  bool operator==(const ExtentPx&) const = default;
};

/// Pixels of the frame, origin at the upper left.
struct RectPx {
  int x = 0, y = 0, width = 0, height = 0;
  bool operator==(const RectPx&) const = default;
};

/// Names a volume that was handed to the renderer; 0 is no volume.
using VolumeId = std::uint32_t;

/// One date of a row as a pane shows it.
struct LayerInput {
  VolumeId volume = 0;
  Affine<Scan, World> scan_from_world;  ///< the pose of this date
  Window window;               ///< in values of this scan; 0 below, 1 above, linear between
  bool nearest_slice = false;  ///< no interpolation between slices
};

/// How the two layers of a pane are joined, on windowed grey values.
enum class Blend : std::uint32_t {
  crossfade,   ///< (1 - mixture) * first + mixture * second
  swipe,       ///< first left of `seam_px`, second right of it
  difference,  ///< second - first: blue and orange around mid grey
};

struct PaneInput {
  RectPx rect_px;
  /// Maps the pane's own pixels (origin at the rectangle's upper left corner, centres at + 0.5) to
  /// World.
  Affine<World, Pane> world_from_pane;
  std::array<LayerInput, 2> layers;  ///< volume 0: that layer is not there
  Blend blend = Blend::crossfade;
  float mixture = 0.0F;
  float seam_px = 0.0F;
  bool inverted = false;
};

struct FrameInput {
  ExtentPx size_px;
  vec4 background{0.09F, 0.09F, 0.10F, 1.0F};  ///< around the panes; a pane itself is black
  std::vector<PaneInput> panes;
};

}  // namespace lv
