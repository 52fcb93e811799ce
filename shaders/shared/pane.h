// What the fragment shader is told of a pane: one storage buffer each. A uniform buffer would do,
// but lavapipe of Mesa 22.3 keeps a compiled shader for every set of values that a uniform buffer
// ever had: a megabyte a frame. Read by GLSL and by C++; arrays are of vec4 and scalars come in
// fours, so that std430 and C++ lay it out alike (held by tests/render/test_shader_layout.cpp).
#ifndef LV_SHADERS_SHARED_PANE_H
#define LV_SHADERS_SHARED_PANE_H

#ifdef __cplusplus
#include "engine/core/math.h"

namespace lv::shared {
using uint = unsigned int;
#define LV_CONSTANT inline constexpr
#else
#define LV_CONSTANT const
#endif

/// Slices at irregular places that a layer can have.
LV_CONSTANT uint most_places = 1024U;

/// Greys of the hatching that says "not scanned": stripes on a ground.
LV_CONSTANT float hatch_ground = 0.08F;
LV_CONSTANT float hatch_stripe = 0.16F;

/// One date. Voxel coordinates along the normal are in nominal slice steps (Geometry).
struct LayerData {
  vec4 voxel_from_pane[3];    ///< rows: a voxel coordinate is dot(row, (x px, y px, 0, 1))
  int columns, rows, slices;  ///< slices 0: there is no such scan
  uint irregular;        ///< places[] holds where the slices are; else they are at 0, 1, 2, …
  float half_thickness;  ///< of a slice, in nominal steps
  float grey_scale, grey_offset;  ///< grey 0..1 = scale * sample + offset, samples 0..1
  uint nearest_slice;             ///< no interpolation between slices
  vec4 places[most_places / 4U];  ///< four slices each
};

struct PaneData {
  LayerData layers[2];
  vec4 spot_from_px, spot_to_px;  ///< in the pane's own pixels, z deep; w not used
  float mixture, seam_px;
  uint blend, inverted;
  int origin_x, origin_y;  ///< the pane's upper left corner in the target
  float spot_radius_px;    ///< nothing is drawn farther from the spot's line; 0: everywhere
  float brightness;        ///< what is drawn is multiplied with it
  int hatch_period_px;
  uint interpolate_by_hand;  ///< by eight fetches, in floats; else as the device filters
};

#ifdef __cplusplus
}  // namespace lv::shared
#endif
#endif
