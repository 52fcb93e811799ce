// One pixel of a pane: the samples of two cuts there, in greys, joined. What was not scanned is
// dark, with a hatched band along the end of the scan.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared/blend.h"
#include "shaders/shared/pane.h"

layout(set = 0, binding = 0, std430) readonly buffer Pane {
  PaneData pane;
};
layout(set = 0, binding = 1) uniform sampler2D first_cut;
layout(set = 0, binding = 2) uniform sampler2D second_cut;

#define BEND_BINDING 3
#include "shaders/bend.glsl"

layout(location = 0) out vec4 colour;

struct Seen {
  bool scanned;
  float grey;  // may lie beyond 0..1
};

float sample_of(int layer, sampler2D cut, ivec2 pixel) {
  if (pane.layers[layer].present == 0u) return not_scanned;
  return texelFetch(cut, clamp(pixel, ivec2(0), textureSize(cut, 0) - 1), 0).r;
}

// The grey curve: a line with knees at some samples.
float grey_of(int layer, float value) {
  float grey = pane.layers[layer].grey_scale * value + pane.layers[layer].grey_offset;
  for (int b = 0; b < 2; ++b) {
    grey += dot(pane.layers[layer].knee_by[b], max(value - pane.layers[layer].knee_at[b], 0.0));
  }
  return grey;
}

Seen see(int layer, sampler2D cut, ivec2 pixel) {
  const float value = sample_of(layer, cut, pixel);
  return Seen(value >= 0.0, grey_of(layer, value));
}

// Within the band along the end of what was scanned.
bool near_scanned(int layer, sampler2D cut, ivec2 pixel) {
  const int far = pane.band_px, diagonal = (7 * far + 5) / 10;
  return sample_of(layer, cut, pixel + ivec2(far, 0)) >= 0.0 ||
         sample_of(layer, cut, pixel - ivec2(far, 0)) >= 0.0 ||
         sample_of(layer, cut, pixel + ivec2(0, far)) >= 0.0 ||
         sample_of(layer, cut, pixel - ivec2(0, far)) >= 0.0 ||
         sample_of(layer, cut, pixel + ivec2(diagonal, diagonal)) >= 0.0 ||
         sample_of(layer, cut, pixel - ivec2(diagonal, diagonal)) >= 0.0 ||
         sample_of(layer, cut, pixel + ivec2(diagonal, -diagonal)) >= 0.0 ||
         sample_of(layer, cut, pixel + ivec2(-diagonal, diagonal)) >= 0.0;
}

bool on_stripe(ivec2 pixel) {
  return 3 * ((pixel.x + pixel.y) % pane.hatch_period_px) < pane.hatch_period_px;
}

// What a date shows where it was not scanned.
float outside(int layer, sampler2D cut, ivec2 pixel) {
  return on_stripe(pixel) && near_scanned(layer, cut, pixel) ? hatch_stripe : hatch_ground;
}

// One date fades into "not scanned": stripes come early and the picture between them goes late, so
// that it does not look as if tissue had faded away; alone at last, the other date shows no more
// than its own end.
float fade_to_hatching(float grey, float weight, bool stripe, float alone) {
  const float rest = 1.0 - weight;
  const float hatched = stripe ? mix(grey, hatch_stripe, 1.0 - rest * rest)
                               : mix(grey, hatch_ground, weight * weight);
  return mix(hatched, alone, weight * weight * weight * weight);
}

float crossfade(Seen first, Seen second, float mixture, ivec2 pixel) {
  if (first.scanned && second.scanned) return mix(first.grey, second.grey, mixture);
  if (first.scanned) {
    return mixture == 0.0 ? first.grey
                          : fade_to_hatching(first.grey, mixture, on_stripe(pixel),
                                             outside(1, second_cut, pixel));
  }
  const float alone = outside(0, first_cut, pixel);
  if (second.scanned) {
    return fade_to_hatching(second.grey, 1.0 - mixture, on_stripe(pixel), alone);
  }
  return mix(alone, outside(1, second_cut, pixel), mixture);
}

// What a difference must exceed, in standard deviations; and how much of a pixel's noise the mean of
// nine keeps: a third where each has noise of its own, more where they are interpolated.
const float sure = 3.0;
const float noise_of_nine = 0.5;

// How steep a date is about a pixel, in greys per pixel beyond what noise makes: the steepest of
// eight ways, as long as places may be apart.
float steepness(int layer, sampler2D cut, ivec2 pixel, float here, float misplaced_px) {
  const int far = max(int(misplaced_px + 0.5), 1);
  float most = 0.0;
  for (int x = -1; x <= 1; ++x) {
    for (int y = -1; y <= 1; ++y) {
      if (x == 0 && y == 0) continue;
      const Seen there = see(layer, cut, pixel + far * ivec2(x, y));
      const float step_px = float(far) * length(vec2(x, y));
      if (there.scanned) most = max(most, (abs(there.grey - here) - pane.noise) / step_px);
    }
  }
  return most;
}

// By how many greys a date changes half a slice deeper or less deep, beyond what noise makes.
float deep_change(int layer, sampler2D cut, ivec2 pixel, float here) {
  const vec2 seen = texelFetch(cut, pixel, 0).rg;
  return max(max(abs(grey_of(layer, seen.r + seen.g) - here),
                 abs(grey_of(layer, seen.r - seen.g) - here)) -
                 pane.noise,
             0.0);
}

// Greys that one place mistaken for another may make. Where places are mistaken, both dates change
// near by; where one has changed, only that one does: the geometric mean is small there. `steep` and
// `deep`: of each date.
float misplaced(vec2 steep, vec2 deep, float misplaced_px) {
  return sqrt(length(vec2(misplaced_px * steep.x, deep.x)) *
              length(vec2(misplaced_px * steep.y, deep.y)));
}

vec2 slow_at(ivec3 place) {
  const int i = place.x + 5 * (place.y + 5 * place.z);
  const vec4 two = pane.slow[i >> 1];
  return (i & 1) == 0 ? two.xy : two.zw;
}

// The part of the value by which coils may have changed the brightness here, either way, and by how
// many pixels places may be mistaken.
vec2 slow(vec2 pixel) {
  const vec4 place_px = vec4(pixel, 0.0, 1.0);
  const vec3 place = clamp(
      vec3(dot(pane.slow_from_pane[0], place_px), dot(pane.slow_from_pane[1], place_px),
           dot(pane.slow_from_pane[2], place_px)),
      0.0, 4.0);
  const ivec3 low = min(ivec3(place), ivec3(3));
  const vec3 f = place - vec3(low);
  vec2 sum = vec2(0.0);
  for (int corner = 0; corner < 8; ++corner) {
    const ivec3 step = ivec3(corner & 1, (corner >> 1) & 1, corner >> 2);
    const vec3 weight = mix(1.0 - f, f, vec3(step));
    sum += weight.x * weight.y * weight.z * slow_at(low + step);
  }
  return sum;
}

// What two dates differ by at a place, and by how much that exceeds what is in doubt.
struct Change {
  float greys, beyond;
};

// The mean change of a pixel and of eight about it, in which noise is evened out: a small change too
// faint for one pixel stands out. `slowly`: what coils may have done here.
Change change_around(ivec2 pixel, vec2 here, vec2 deep, float misplaced_px, float slowly) {
  const int far = max(int(pane.around_px + 0.5), 1);
  float sum = here.y - here.x;
  vec2 steep = vec2(0.0);
  for (int x = -1; x <= 1; ++x) {
    for (int y = -1; y <= 1; ++y) {
      if (x == 0 && y == 0) continue;
      const ivec2 there = pixel + far * ivec2(x, y);
      const Seen first = see(0, first_cut, there), second = see(1, second_cut, there);
      if (!first.scanned || !second.scanned) return Change(0.0, -1.0);
      const vec2 greys = vec2(first.grey, second.grey);
      sum += greys.y - greys.x;
      steep = max(steep, (abs(greys - here) - pane.noise) / (float(far) * length(vec2(x, y))));
    }
  }
  const float moved = misplaced(steep, deep, misplaced_px);
  return Change(sum / 9.0, abs(sum / 9.0) - slowly -
                               sure * length(vec2(noise_of_nine * pane.noise, moved)));
}

// Anatomy in grey, and in colour what noise, places and coils do not explain.
vec3 difference(ivec2 pixel, Seen first, Seen second) {
  const vec2 greys = vec2(first.grey, second.grey);
  const vec2 here = slow(vec2(pixel) + 0.5);
  const vec2 steep = vec2(steepness(0, first_cut, pixel, greys.x, here.y),
                          steepness(1, second_cut, pixel, greys.y, here.y));
  const vec2 deep = vec2(deep_change(0, first_cut, pixel, greys.x),
                         deep_change(1, second_cut, pixel, greys.y));
  const float slowly = 1.3 * abs(here.x) * max(max(greys.x, greys.y) + pane.black, 0.0);
  const float moved = misplaced(steep, deep, here.y);
  Change change = Change(greys.y - greys.x, abs(greys.y - greys.x) - slowly -
                                                sure * length(vec2(pane.noise, moved)));
  if (pane.around_px > 0.0 && change.beyond <= 0.0) {
    change = change_around(pixel, greys, deep, here.y, slowly);
  }
  const float grey = clamp(0.5 * (greys.x + greys.y), 0.0, 1.0);
  if (change.beyond <= 0.0) return vec3(grey);
  const vec3 full = change.greys < 0.0 ? brighter_then : brighter_now;
  return mix(vec3(grey), full, mix(least_colour, 1.0, min(change.beyond / pane.full_change, 1.0)));
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

float clamped_grey(float grey) {
  const float shown = clamp(grey, 0.0, 1.0);
  return pane.inverted != 0u ? 1.0 - shown : shown;
}

void main() {
  const vec2 place = gl_FragCoord.xy - vec2(pane.origin_x, pane.origin_y);
  if (pane.spot_radius_px > 0.0 && from_spot(place) > pane.spot_radius_px) discard;
  const ivec2 pixel = ivec2(place);
  Seen first = see(0, first_cut, pixel);
  Seen second = see(1, second_cut, pixel);
  if (pane.blend == blend_difference && first.scanned && second.scanned) {
    colour.rgb = difference(pixel, first, second);
  } else {
    first.grey = clamped_grey(first.grey);
    second.grey = clamped_grey(second.grey);
    const float mixture = pane.blend == blend_swipe   ? (place.x < pane.seam_px ? 0.0 : 1.0)
                          : pane.blend == blend_crossfade ? pane.mixture
                                                          : 0.5;
    const bool over = pane.blend == blend_overlay && first.scanned && second.scanned;
    colour.rgb = over ? mix(vec3(second.grey), vec3(first.grey), cool)
                      : vec3(crossfade(first, second, mixture, pixel));
  }
  colour.rgb *= pane.brightness * beside_bend(bent(0, place).strength, bent(1, place).strength);
  colour.a = 1.0;
}
