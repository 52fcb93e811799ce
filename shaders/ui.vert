// A corner of a widget's triangle.
#version 460
#extension GL_GOOGLE_include_directive : require
#include "shaders/shared/ui.h"

layout(push_constant) uniform Push {
  UiPush push;
};
layout(location = 0) in vec2 position_px;
layout(location = 1) in vec2 in_texture_position;
layout(location = 2) in vec4 in_colour;

layout(location = 0) out vec2 texture_position;
layout(location = 1) out vec4 colour;

void main() {
  texture_position = in_texture_position;
  colour = in_colour;
  gl_Position = vec4(position_px * push.clip_from_px - 1.0, 0.0, 1.0);
}
