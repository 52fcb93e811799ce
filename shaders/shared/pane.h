// What the fragment shaders are told, a storage buffer each: cut.frag of one date's cut, pane.frag
// of how two cuts are joined. A uniform buffer would do, but lavapipe of Mesa 22.3 keeps a compiled
// shader for every set of values that a uniform buffer ever had: a megabyte a frame. Read by GLSL
// and by C++; arrays are of vec4 and scalars come in fours, so that std430 and C++ lay it out alike
// (held by tests/render/test_shader_layout.cpp).
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

/// Slices at irregular places that a date can have.
LV_CONSTANT uint most_places = 1024U;

/// In a cut, what was not scanned; what was scanned is 0..1.
LV_CONSTANT float not_scanned = -1.0F;

/// What was not scanned on any date shown is dark; a hatched band marks where the scan ends.
LV_CONSTANT float hatch_ground = 0.04F;
LV_CONSTANT float hatch_stripe = 0.15F;
LV_CONSTANT int hatch_band_px = 8;  ///< at usual content scale

/// In a difference: what is brighter on the first date, on the second, and how much of the colour
/// the least change takes.
LV_CONSTANT vec3 brighter_then = vec3(0.10F, 0.45F, 1.00F);
LV_CONSTANT vec3 brighter_now = vec3(1.00F, 0.55F, 0.10F);
LV_CONSTANT float least_colour = 0.4F;

/// In an overlay: the part of each colour that the first date gives; the second gives the rest.
LV_CONSTANT vec3 cool = vec3(0.0F, 0.5F, 1.0F);

/// The cut of a pane's plane through one date: a picture of its samples, 0..1, and of how much they
/// change half a slice away. Voxel coordinates along the normal are in nominal slice steps
/// (Geometry).
struct CutData {
  vec4 voxel_from_pane[3];    ///< rows: a voxel coordinate is dot(row, (x px, y px, 0, 1))
  vec4 average_steps[3];      ///< from one averaged place to the next, voxels; w: how many places
  vec4 deep_step;             ///< voxels; how the sample changes so far to both sides; 0: not asked
  int columns, rows, slices;  ///< of the volume
  uint irregular;            ///< places[] holds where the slices are; else they are at 0, 1, 2, …
  float half_thickness;      ///< of a slice, in nominal steps
  uint nearest_slice;        ///< no interpolation between slices
  uint interpolate_by_hand;  ///< by eight fetches, in floats; else as the device filters
  uint averaged;             ///< 0: the place alone is shown
  vec4 places[most_places / 4U];  ///< four slices each
};

/// One date as it is joined.
struct LayerData {
  uint present;  ///< 0: there is no such scan
  /// grey = scale * sample + offset + sum of by * max(0, sample - at) over the knees.
  float grey_scale, grey_offset;
  float unused;
  vec4 knee_at[2], knee_by[2];  ///< four each
};

struct PaneData {
  LayerData layers[2];
  vec4 spot_from_px, spot_to_px;  ///< in the pane's own pixels, z deep; w not used
  vec4 slow_from_pane[3];         ///< rows, as voxel_from_pane
  /// What varies slowly, at the places of a Shading, two places each: how much darker the second
  /// date is than the first, and how far apart the same place may lie, px.
  vec4 slow[63];
  float mixture, seam_px;
  uint blend, inverted;
  int origin_x, origin_y;  ///< the pane's upper left corner in the target
  float spot_radius_px;    ///< nothing is drawn farther from the spot's line; 0: everywhere
  float brightness;        ///< what is drawn is multiplied with it
  int hatch_period_px, band_px;
  float noise;        ///< of a difference: standard deviation, in greys
  float black;        ///< value of grey 0, in greys: what is dark by shading is so from value 0 on
  float full_change;  ///< greys beyond what is in doubt that take the full colour
  float around_px;    ///< so far about a pixel a change is looked for in the mean, too; 0: not
  float unused_a, unused_b;
};

#ifdef __cplusplus
}  // namespace lv::shared
#endif
#endif
