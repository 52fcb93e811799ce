// What is to be drawn, as plain values: no Vulkan, no files. The renderer is a pure function of it:
// the same FrameInput gives the same pixels.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/contrast/curve.h"
#include "engine/contrast/shading.h"
#include "engine/core/extent.h"
#include "engine/core/frames.h"
#include "engine/volume/poly_rigid.h"
#include "engine/volume/volume.h"
#include "shaders/shared/blend.h"

namespace lv {

/// Names a volume that was handed to the renderer; 0 is no volume: a date that was not scanned.
using VolumeId = std::uint32_t;

/// One date of a row as a pane shows it.
struct LayerInput {
  VolumeId volume = 0;
  Affine<Scan, World> scan_from_world;  ///< the pose of this date
  PolyRigid bend;  ///< moves World points before the pose does; empty: the pose alone
  /// Maps values of this scan to those in which the window is given; none: the window is in values
  /// of this scan.
  std::optional<ContrastCurve> curve;
  Window window;               ///< grey is 0 below it, 1 above it, linear between
  bool nearest_slice = false;  ///< no interpolation between slices
  /// The value shown is the mean along this line about the place (World, mm): matched sharpness.
  dvec3 averaged_mm{0.0};
  /// And along these, across it: the pixels of a coarser scan. 0: not along this one.
  std::array<dvec3, 2> averaged_in_plane_mm{};
};

/// What a difference must exceed to be shown in colour. Below that, noise, misplacement or coils
/// may have made it.
struct DifferenceDoubt {
  double noise = 0.0;        ///< of both dates, standard deviation in values of the window
  double full_change = 1.0;  ///< change beyond the doubt that takes the full colour; same values
  double around_mm = 0.0;    ///< so far about a place noise is evened out; 0: it is not
  dvec3 half_slice_mm{0.0};  ///< World; a slice shows what lies up to so far beside its plane
  Shading shading;           ///< of the second date against the first
  /// How far apart the same place may lie on the two dates, at the places of the shading.
  std::array<float, Shading{}.darker.size()> misplaced_mm{};
  Affine<Voxel, World> shading_from_world;
};

/// What lies within the radius of a line in space, seen from a pane: its own pixels, and as many
/// deep. Radius 0: everything.
struct Spot {
  vec3 from_px{0.0F}, to_px{0.0F};
  float radius_px = 0.0F;
};

/// A pane with no volume at all is black.
struct PaneInput {
  RectPx rect_px;  ///< what lies outside the frame is cut off
  /// Maps the pane's own pixels (origin at the rectangle's upper left corner, centres at + 0.5) to
  /// World.
  Affine<World, Pane> world_from_pane;
  std::array<LayerInput, 2> layers;
  Blend blend = Blend::crossfade;
  float mixture = 0.0F;      ///< 0: the first layer, 1: the second; between: a mixture of both
  float seam_px = 0.0F;      ///< in the pane's own pixels
  float brightness = 1.0F;   ///< what is drawn is multiplied with it
  float beside_bend = 1.0F;  ///< and with this where the bend does not hold
  Spot spot;                 ///< if its radius is not 0, only this part of the pane is drawn
  DifferenceDoubt doubt;     ///< of a difference
  bool inverted = false;     ///< black on white; a difference keeps its colours
};

struct FrameInput {
  ExtentPx size_px;
  vec4 background{0.09F, 0.09F, 0.10F, 1.0F};  ///< around the panes; a pane itself is black
  float content_scale = 1.0F;                  ///< of hatching, as of text: 2 on a fine screen
  std::vector<PaneInput> panes;
};

}  // namespace lv
