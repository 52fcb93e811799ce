// One triangle that covers the target; the scissor cuts out the pane.
#version 460

void main() {
  const vec2 corner = vec2(gl_VertexIndex & 1, gl_VertexIndex >> 1);
  gl_Position = vec4(4.0 * corner - 1.0, 0.0, 1.0);
}
