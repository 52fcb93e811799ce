// A plain value for a shader: copied into the frame's memory and bound.
#pragma once

#include <cstring>

#include "engine/gpu/frames.h"
#include "engine/gpu/pipeline.h"

namespace lv::gpu {

template <class Data>
Binding told(Frame& frame, const Data& data) {
  const FrameMemory memory = frame.take(sizeof data);
  std::memcpy(memory.bytes.data(), &data, sizeof data);
  return buffer_binding(memory);
}

}  // namespace lv::gpu
