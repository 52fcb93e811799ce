// Where a bent date's point lies: the arithmetic of engine/volume/poly_rigid.cpp. Whoever includes
// this says before in which binding of set 0 the bends are: BEND_BINDING.
#include "shaders/shared/bend.h"

layout(set = 0, binding = BEND_BINDING, std430) readonly buffer Bends {
  PaneBends bends;
};

struct Bent {
  vec3 voxels;     // added to where the whole's pose puts the pixel
  float strength;  // 1 where the bend holds, 0 where the whole's pose does
};

float bend_left(float mm, float full_mm, float fade_mm) {
  return 1.0 - smoothstep(full_mm, full_mm + fade_mm, mm);
}

// A date that is not bent holds everywhere.
Bent bent(int layer, vec2 pixel) {
  const uint count = bends.layers[layer].count;
  if (count == 0u) return Bent(vec3(0.0), 1.0);
  const vec4 px = vec4(pixel, 0.0, 1.0);
  const vec3 place = vec3(dot(bends.layers[layer].place_from_pane[0], px),
                          dot(bends.layers[layer].place_from_pane[1], px),
                          dot(bends.layers[layer].place_from_pane[2], px));
  const float spread_mm = bends.layers[layer].spread_mm;
  vec3 turn = vec3(0.0), velocity = vec3(0.0);
  float sum = 0.0, around_mm = 0.0, least_mm = 1e9;
  for (uint n = 0u; n < count; ++n) {
    const vec3 off = place - bends.layers[layer].nodes[n].point.xyz;
    const vec3 along = bends.layers[layer].nodes[n].along.xyz;
    const vec3 turn_here = bends.layers[layer].nodes[n].turn.xyz;
    const float along_mm = dot(off, along);
    const float steps = along_mm / spread_mm;
    const float weight = exp(-0.5 * steps * steps);
    sum += weight;
    turn += weight * turn_here;
    velocity +=
        weight * (bends.layers[layer].nodes[n].velocity.xyz + cross(turn_here, off));
    around_mm += weight * length(off - along_mm * along);
    least_mm = min(least_mm, abs(along_mm));
  }
  const float fade_mm = bends.layers[layer].fade_mm;
  const float end_full_mm = bends.layers[layer].end_full_mm;
  if (sum == 0.0 || least_mm >= end_full_mm + fade_mm) return Bent(vec3(0.0), 0.0);
  const float strength = bend_left(around_mm / sum, bends.layers[layer].full_mm, fade_mm) *
                         bend_left(least_mm, end_full_mm, fade_mm);
  turn *= strength / sum;
  velocity *= strength / sum;
  // Series of (1 - cos a) / a² and (a - sin a) / a³: to 1e-7 up to 40 degrees, and no small angle
  // loses its digits.
  const float square = dot(turn, turn);
  const float a = 0.5 - square * (1.0 / 24.0 - square * (1.0 / 720.0 - square / 40320.0));
  const float b = 1.0 / 6.0 - square * (1.0 / 120.0 - square * (1.0 / 5040.0 - square / 362880.0));
  const vec3 across = cross(turn, velocity);
  const vec3 shift = velocity + a * across + b * cross(turn, across);
  return Bent(vec3(dot(bends.layers[layer].voxel_from_shift[0].xyz, shift),
                   dot(bends.layers[layer].voxel_from_shift[1].xyz, shift),
                   dot(bends.layers[layer].voxel_from_shift[2].xyz, shift)),
              strength);
}

// What the pane is multiplied with: dimmed where a bent date is shown as the whole's pose says.
float beside_bend(float first_strength, float second_strength) {
  return mix(bends.beside, 1.0, min(first_strength, second_strength));
}
