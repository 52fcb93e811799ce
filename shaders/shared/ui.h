// What the widgets' shaders are told. Read by GLSL and by C++.
#ifndef LV_SHADERS_SHARED_UI_H
#define LV_SHADERS_SHARED_UI_H

#ifdef __cplusplus
#include "engine/core/math.h"

namespace lv::shared {
#endif

/// Push constants.
struct UiPush {
  vec2 clip_from_px;  ///< scale; pixel (0, 0) is clip (-1, -1)
};

#ifdef __cplusplus
}  // namespace lv::shared
#endif
#endif
