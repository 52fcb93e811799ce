// One pixel of a pane: where it lies in each of two scans, the value there, windowed, joined.
// What was not scanned is hatched, never guessed: outside half a pixel in plane, outside half a
// slice thickness beyond the outer slices, and inside a gap wider than a slice.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared/blend.h"
#include "shaders/shared/pane.h"

layout(set = 0, binding = 0, std430) readonly buffer Pane {
  PaneData pane;
};
layout(set = 0, binding = 1) uniform sampler3D first_volume;
layout(set = 0, binding = 2) uniform sampler3D second_volume;

layout(location = 0) out vec4 colour;

struct Seen {
  bool scanned;
  float grey;
};

const vec3 brighter_then = vec3(0.10, 0.45, 1.00);
const vec3 brighter_now = vec3(1.00, 0.55, 0.10);

// Voxel centres lie at integers, texel centres at halves: the only place where this is said.
vec3 texture_from_voxel(vec3 voxel, vec3 size) {
  return (voxel + 0.5) / size;
}

float place_of(int layer, int slice) {
  if (pane.layers[layer].irregular == 0u) return float(slice);
  return pane.layers[layer].places[slice >> 2][slice & 3];
}

// The slice at or below a place, such that it and the next one enclose it; the outermost pair
// beyond the ends.
int slice_below(int layer, float place) {
  const int last = max(pane.layers[layer].slices - 2, 0);
  if (pane.layers[layer].irregular == 0u) return clamp(int(floor(place)), 0, last);
  int low = 0;
  int high = last;
  while (low < high) {
    const int middle = (low + high + 1) / 2;
    if (place_of(layer, middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

float interpolated(sampler3D volume, vec3 voxel, ivec3 size) {
  const ivec3 last = size - 1;
  const ivec3 low = clamp(ivec3(floor(voxel)), ivec3(0), last);
  const ivec3 high = min(low + 1, last);
  const vec3 f = clamp(voxel - vec3(low), 0.0, 1.0);
  const vec4 front = vec4(texelFetch(volume, low, 0).r,
                          texelFetch(volume, ivec3(high.x, low.y, low.z), 0).r,
                          texelFetch(volume, ivec3(low.x, high.y, low.z), 0).r,
                          texelFetch(volume, ivec3(high.x, high.y, low.z), 0).r);
  const vec4 back = vec4(texelFetch(volume, ivec3(low.x, low.y, high.z), 0).r,
                         texelFetch(volume, ivec3(high.x, low.y, high.z), 0).r,
                         texelFetch(volume, ivec3(low.x, high.y, high.z), 0).r,
                         texelFetch(volume, high, 0).r);
  const vec4 slab = mix(front, back, f.z);
  const vec2 line = mix(slab.xy, slab.zw, f.y);
  return mix(line.x, line.y, f.x);
}

Seen see(int layer, sampler3D volume, vec2 pixel) {
  const vec4 place_px = vec4(pixel, 0.0, 1.0);
  const ivec3 size =
      ivec3(pane.layers[layer].columns, pane.layers[layer].rows, pane.layers[layer].slices);
  if (size.z == 0) return Seen(false, 0.0);
  vec3 voxel = vec3(dot(pane.layers[layer].voxel_from_pane[0], place_px),
                    dot(pane.layers[layer].voxel_from_pane[1], place_px),
                    dot(pane.layers[layer].voxel_from_pane[2], place_px));

  const float half_thickness = pane.layers[layer].half_thickness;
  const int slice = slice_below(layer, voxel.z);
  const float low = place_of(layer, slice);
  const float high = size.z > 1 ? place_of(layer, slice + 1) : low;
  const float beyond = max(low - voxel.z, voxel.z - high);
  const float from_nearest = min(voxel.z - low, high - voxel.z);
  const bool in_gap = high - low > 4.0 * half_thickness && from_nearest > half_thickness;
  const bool in_plane = all(greaterThanEqual(voxel.xy, vec2(-0.5))) &&
                        all(lessThanEqual(voxel.xy, vec2(size.xy) - 0.5));
  if (!in_plane || beyond > half_thickness || in_gap) return Seen(false, 0.0);

  const float between = high > low ? clamp((voxel.z - low) / (high - low), 0.0, 1.0) : 0.0;
  voxel.z = float(slice) +
            (pane.layers[layer].nearest_slice != 0u ? floor(between + 0.5) : between);
  const float value = pane.interpolate_by_hand != 0u
                          ? interpolated(volume, voxel, size)
                          : textureLod(volume, texture_from_voxel(voxel, vec3(size)), 0.0).r;
  return Seen(true, clamp(pane.layers[layer].grey_scale * value + pane.layers[layer].grey_offset,
                          0.0, 1.0));
}

bool on_stripe(vec2 pixel) {
  const int along = int(pixel.x) + int(pixel.y);
  return 3 * (along % pane.hatch_period_px) < pane.hatch_period_px;
}

// One date fades into "not scanned": the stripes come early and the picture between them goes late,
// so that it does not look as if tissue had faded away.
float fade_to_hatching(float grey, float weight, bool stripe) {
  const float rest = 1.0 - weight;
  return stripe ? mix(grey, hatch_stripe, 1.0 - rest * rest)
                : mix(grey, hatch_ground, weight * weight);
}

float crossfade(Seen first, Seen second, float mixture, bool stripe) {
  if (first.scanned && second.scanned) return mix(first.grey, second.grey, mixture);
  if (first.scanned) return fade_to_hatching(first.grey, mixture, stripe);
  if (second.scanned) return fade_to_hatching(second.grey, 1.0 - mixture, stripe);
  return stripe ? hatch_stripe : hatch_ground;
}

vec3 difference(float change) {
  return mix(vec3(0.5), change < 0.0 ? brighter_then : brighter_now, abs(change));
}

// Distance from the line of the spot.
float from_spot(vec2 pixel) {
  const vec3 start = pane.spot_from_px.xyz;
  const vec3 line = pane.spot_to_px.xyz - start;
  const vec3 here = vec3(pixel, 0.0) - start;
  const float square = dot(line, line);
  const float along = square > 0.0 ? clamp(dot(here, line) / square, 0.0, 1.0) : 0.0;
  return length(here - along * line);
}

void main() {
  const vec2 pixel = gl_FragCoord.xy - vec2(pane.origin_x, pane.origin_y);
  if (pane.spot_radius_px > 0.0 && from_spot(pixel) > pane.spot_radius_px) discard;
  Seen first = see(0, first_volume, pixel);
  Seen second = see(1, second_volume, pixel);
  const bool stripe = on_stripe(pixel);
  if (pane.blend == blend_difference) {
    colour.rgb = first.scanned && second.scanned ? difference(second.grey - first.grey)
                                                 : vec3(stripe ? hatch_stripe : hatch_ground);
  } else {
    if (pane.inverted != 0u) {
      first.grey = 1.0 - first.grey;
      second.grey = 1.0 - second.grey;
    }
    const float mixture =
        pane.blend == blend_swipe ? (pixel.x < pane.seam_px ? 0.0 : 1.0) : pane.mixture;
    colour.rgb = vec3(crossfade(first, second, mixture, stripe));
  }
  colour.rgb *= pane.brightness;
  colour.a = 1.0;
}
