// One pixel of a cut: where it lies in the scan, and the sample there, or that it was not scanned; and
// by how much the sample changes a step to either side, whichever is more.
// Nothing is guessed: outside half a pixel in plane, outside half a slice thickness beyond the outer
// slices, and inside a gap wider than a slice there is no sample (PRODUCT.md, "Geometry: what is
// trusted").
#version 460
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared/pane.h"

layout(set = 0, binding = 0, std430) readonly buffer Cut {
  CutData cut;
};
layout(set = 0, binding = 1) uniform sampler3D volume;

#define BEND_BINDING 2
#include "shaders/bend.glsl"

layout(location = 0) out vec2 seen;

// Voxel centres lie at integers, texel centres at halves: the only place where this is said.
vec3 texture_from_voxel(vec3 voxel, vec3 size) {
  return (voxel + 0.5) / size;
}

float place_of(int slice) {
  if (cut.irregular == 0u) return float(slice);
  return cut.places[slice >> 2][slice & 3];
}

// The slice at or below a place, such that it and the next one enclose it; the outermost pair
// beyond the ends.
int slice_below(float place) {
  const int last = max(cut.slices - 2, 0);
  if (cut.irregular == 0u) return clamp(int(floor(place)), 0, last);
  int low = 0;
  int high = last;
  while (low < high) {
    const int middle = (low + high + 1) / 2;
    if (place_of(middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

float interpolated(vec3 voxel, ivec3 size) {
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

// Places of a slice and of the next one.
vec2 ends_of(int slice) {
  const float low = place_of(slice);
  return vec2(low, cut.slices > 1 ? place_of(slice + 1) : low);
}

// `ends`: of the slices about the place.
bool is_scanned(vec3 voxel, vec2 ends) {
  const float beyond = max(ends.x - voxel.z, voxel.z - ends.y);
  const float from_nearest = min(voxel.z - ends.x, ends.y - voxel.z);
  const bool in_gap = ends.y - ends.x > 4.0 * cut.half_thickness && from_nearest > cut.half_thickness;
  const bool in_plane = all(greaterThanEqual(voxel.xy, vec2(-0.5))) &&
                        all(lessThanEqual(voxel.xy, vec2(cut.columns, cut.rows) - 0.5));
  return in_plane && beyond <= cut.half_thickness && !in_gap;
}

float sample_at(vec3 voxel) {
  const ivec3 size = ivec3(cut.columns, cut.rows, cut.slices);
  const int slice = slice_below(voxel.z);
  const vec2 ends = ends_of(slice);
  if (!is_scanned(voxel, ends)) return not_scanned;

  const float low = ends.x, high = ends.y;
  const float between = high > low ? clamp((voxel.z - low) / (high - low), 0.0, 1.0) : 0.0;
  voxel.z = float(slice) + (cut.nearest_slice != 0u ? floor(between + 0.5) : between);
  return cut.interpolate_by_hand != 0u
             ? interpolated(voxel, size)
             : textureLod(volume, texture_from_voxel(voxel, vec3(size)), 0.0).r;
}

// How far the i-th place of an averaged line lies from its middle, voxels.
vec3 step_of(int line, int i) {
  const vec4 whole = cut.average_steps[line];
  return (float(i) - 0.5 * (whole.w - 1.0)) * whole.xyz;
}

// The mean over the part of the averaged lines that was scanned, if its middle was.
float mean_about(vec3 voxel) {
  if (cut.averaged == 0u) return sample_at(voxel);
  if (!is_scanned(voxel, ends_of(slice_below(voxel.z)))) return not_scanned;
  const ivec3 places = ivec3(cut.average_steps[0].w, cut.average_steps[1].w, cut.average_steps[2].w);
  float sum = 0.0, count = 0.0;
  for (int k = 0; k < places.z; ++k) {
    for (int j = 0; j < places.y; ++j) {
      const vec3 across = voxel + step_of(2, k) + step_of(1, j);
      for (int i = 0; i < places.x; ++i) {
        const float there = sample_at(across + step_of(0, i));
        if (there < 0.0) continue;
        sum += there;
        count += 1.0;
      }
    }
  }
  return count > 0.0 ? sum / count : sample_at(voxel);
}

void main() {
  const vec4 place_px = vec4(gl_FragCoord.xy, 0.0, 1.0);
  const vec3 voxel =
      vec3(dot(cut.voxel_from_pane[0], place_px), dot(cut.voxel_from_pane[1], place_px),
           dot(cut.voxel_from_pane[2], place_px)) +
      bent(0, gl_FragCoord.xy).voxels;
  seen = vec2(mean_about(voxel), 0.0);
  if (seen.x < 0.0 || cut.deep_step.xyz == vec3(0.0)) return;
  for (int side = -1; side <= 1; side += 2) {
    const float there = mean_about(voxel + float(side) * cut.deep_step.xyz);
    if (there >= 0.0) seen.y = max(seen.y, abs(there - seen.x));
  }
}
