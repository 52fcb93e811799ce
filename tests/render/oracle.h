// What a pane must look like, from its definition, evaluated in double on the CPU, a
// pixel at a time. Shares no code with the renderer and its shader.
#pragma once

#include <map>

#include "engine/render/view.h"
#include "tests/support/picture.h"

namespace lv::test {

struct OraclePicture {
  Picture picture;
  /// False where a border (of a scan, a gap, a nearest slice) runs so close to the pixel that float
  /// rounding may decide either way.
  std::vector<bool> counts;
  double counted_share() const;
};

OraclePicture draw_by_formula(const FrameInput& input,
                              const std::map<VolumeId, VolumePtr>& volumes);

}  // namespace lv::test
