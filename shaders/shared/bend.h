// What a fragment shader is told of dates that are bent: PolyRigid, in floats. A storage buffer of
// its own. Read by GLSL and by C++, laid out alike as pane.h says.
#ifndef LV_SHADERS_SHARED_BEND_H
#define LV_SHADERS_SHARED_BEND_H

#include "shaders/shared/pane.h"

#ifdef __cplusplus
namespace lv::shared {
#endif

LV_CONSTANT uint most_bend_nodes = 64U;

struct BendNode {
  vec4 point, along, turn, velocity;  ///< w not used
};

/// One date. Places are mm of World from a point near the nodes, so that floats are fine enough.
struct BendData {
  vec4 place_from_pane[3];   ///< rows: a coordinate is dot(row, (x px, y px, 0, 1))
  vec4 voxel_from_shift[3];  ///< rows: from mm of World; w not used
  uint count;                ///< of nodes; 0: the date is not bent
  float spread_mm, full_mm, end_full_mm;
  float fade_mm;
  float unused_a, unused_b, unused_c;
  BendNode nodes[most_bend_nodes];
};

struct PaneBends {
  BendData layers[2];
  float beside;  ///< brightness where no bend holds
  float unused_a, unused_b, unused_c;
};

#ifdef __cplusplus
}  // namespace lv::shared
#endif
#endif
