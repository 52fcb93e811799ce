#include "engine/registration/level_image.h"

namespace lv {

DirectionFrames direction_frames(Direction direction, const MetricSide& source,
                                 const LevelImage& target) {
  dmat4 scan_from_position = source.image->scan_from_voxel.matrix;
  for (int c = 0; c < 3; ++c) scan_from_position[c] /= source.samples.steps[c];
  return {direction, scan_from_position, inverse(target.scan_from_voxel).matrix,
          static_cast<double>(target.target_bins.bins_per_step)};
}

KernelInput kernel_input(const SampleList& samples, const LevelImage& target) {
  const bool irregular = !target.slice_of_coordinate.empty();
  return {samples.x.data(),
          samples.y.data(),
          samples.z.data(),
          samples.bin.data(),
          0,
          samples.bin.size(),
          target.grid(),
          target.target_bins,
          {},
          irregular ? target.slice_of_coordinate.data() : nullptr,
          static_cast<int>(target.slice_of_coordinate.size())};
}

}  // namespace lv
